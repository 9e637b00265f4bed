import NIOCore
import Testing

@testable import Redis

struct RESPEncoderTests {
    @Test func `Commands are arrays of strings whose length is counted in bytes`() {
        let buffer = RESPEncoder.encode([["SET", "", "é\r\n\0"], ["PING"]])
        #expect(String(buffer: buffer) == "*3\r\n$3\r\nSET\r\n$0\r\n\r\n$5\r\né\r\n\0\r\n*1\r\n$4\r\nPING\r\n")
    }

    @Test func `What is encoded decodes to the same words`() throws {
        let words = ["", "*1\r\n$4\r\nQUIT\r\n", "\u{0}", "日本", String(repeating: "x", count: 100_000)]
        let values = try Replies.decode([Array(buffer: RESPEncoder.encode([words]))])
        #expect(values == [.array(words.map { .string(Array($0.utf8)) })])
    }
}
