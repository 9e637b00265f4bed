import NIOCore
import Testing

@testable import Redis

struct RESPDecoderTests {
    @Test(arguments: [
        ("+OK\r\n", RESPValue.string(Array("OK".utf8))), ("+\r\n", .string([])), ("-ERR no\r\n", .error("ERR no")),
        (":0\r\n", .integer(0)), (":-0\r\n", .integer(0)), (":+7\r\n", .integer(7)),
        (":9223372036854775807\r\n", .integer(.max)), (":-9223372036854775808\r\n", .integer(.min)),
        ("$0\r\n\r\n", .string([])), ("$3\r\n\r\n\0\r\n", .string([13, 10, 0])), ("$-1\r\n", .null), ("*-1\r\n", .null),
        ("*0\r\n", .array([])), ("*2\r\n*0\r\n*1\r\n$-1\r\n", .array([.array([]), .array([.null])])),
    ])
    func `A reply has the value that the protocol gives it`(text: String, value: RESPValue) throws {
        #expect(try Replies.decode([Array(text.utf8)]) == [value])
        #expect(try Replies.decode(text.utf8.map { [$0] }) == [value])
    }

    @Test(arguments: [
        "OK\r\n", "\r\n", "%0\r\n", "_\r\n", "+OK\n", "+O\rK\r\n", "+OK\r\r\n", ":\r\n", ":-\r\n", ":1 \r\n",
        ":1.0\r\n",
        ":9223372036854775808\r\n", ":-9223372036854775809\r\n", ":99999999999999999999999\r\n", "$\r\n", "$-2\r\n",
        "$+1\r\na\r\n", "$-0\r\n\r\n", "$1\r\nab\r\n", "$1\r\na\n", "$1\r\na\rb", "*-2\r\n", "*+1\r\n", "*x\r\n",
        "$536870913\r\n", "$9223372036854775807\r\n", "*1048577\r\n", "*9223372036854775807\r\n",
    ])
    func `What is no RESP2 ends the stream for good`(text: String) throws {
        for pieces in [[Array(text.utf8)], text.utf8.map { [$0] }] {
            let error = #expect(throws: RedisError.self) { try Replies.decode(pieces) }
            #expect(error?.code == .protocolViolation)
        }
        var decoder = RESPDecoder(maximumBulkBytes: 100)
        var (buffer, more) = (ByteBuffer(string: text), ByteBuffer(string: "+OK\r\n"))
        #expect(throws: RedisError.self) { while try decoder.next(&buffer) != nil {} }
        #expect(throws: RedisError.self) { try decoder.next(&more) }
    }

    @Test func `A reply is as deep, as long and as large as it may be, and no more`() throws {
        let deepest = String(repeating: "*1\r\n", count: 8)
        #expect(try Replies.decode([Array((deepest + ":1\r\n").utf8)]).count == 1)
        #expect(throws: RedisError.self) { try Replies.decode([Array((deepest + "*1\r\n:1\r\n").utf8)]) }
        #expect(throws: RedisError.self) { try Replies.decode([Array((deepest + "*0\r\n").utf8)]) }

        let line = String(repeating: "x", count: 65_536)
        #expect(try Replies.decode([Array("+\(line)\r\n".utf8)]).first?.text == line)
        #expect(throws: RedisError.self) { try Replies.decode([Array("+\(line)x".utf8)]) }
        #expect(throws: RedisError.self) { try Replies.decode([Array("$\(line)x".utf8)]) }

        // The elements of all arrays together.
        #expect(throws: RedisError.self) { try Replies.decode([Array("*2\r\n*1048575\r\n".utf8)]) }
        #expect(try Replies.decode([Array("*2\r\n*1048574\r\n".utf8)]).isEmpty)
    }

    @Test func `A string over the limit is skipped, and what follows is intact`() throws {
        let text = "*3\r\n$4\r\nfour\r\n$5\r\nfiver\r\n:3\r\n$5\r\nfiver\r\n$4\r\n\r\n\r\n\r\n"
        let expected: [RESPValue] = [
            .array([.string(Array("four".utf8)), .oversized(5), .integer(3)]), .oversized(5),
            .string([13, 10, 13, 10]),
        ]
        #expect(try Replies.decode([Array(text.utf8)], maximumBulkBytes: 4) == expected)
        #expect(try Replies.decode(text.utf8.map { [$0] }, maximumBulkBytes: 4) == expected)
        #expect(
            try Replies.decode([Array("$1\r\na\r\n$0\r\n\r\n".utf8)], maximumBulkBytes: -1) == [
                .oversized(1), .string([]),
            ])
    }

    @Test func `What is left of the limits counts for one reply, and for the next there is all again`() throws {
        var decoder = RESPDecoder(maximumBulkBytes: 100)
        for (elements, bytes, isWithin) in [(2, 4, true), (1, 4, false), (2, 3, false)] {
            decoder.elementsOfReply = RESPLimits.elements - elements
            decoder.bytesOfReply = RESPLimits.replyBytes - bytes
            var buffer = ByteBuffer(string: "*2\r\n$4\r\nfour\r\n:1\r\n")
            if isWithin {
                #expect(try decoder.next(&buffer) == .array([.text("four"), .integer(1)]))
                #expect(decoder.elementsOfReply == 0 && decoder.bytesOfReply == 0)
            } else {
                var other = decoder
                #expect(throws: RedisError.self) { try other.next(&buffer) }
            }
        }
    }

    @Test func `Replies are the same however they are cut`() throws {
        var generator = SplitMix64(state: 1)
        for _ in 0..<300 {
            let values = (0..<5).map { _ in Replies.random(using: &generator) }
            let bytes = values.flatMap(Replies.encode)
            #expect(try Replies.decode([bytes]) == values)
            #expect(try Replies.decode(bytes.map { [$0] }) == values)
            #expect(try Replies.decode(Replies.cut(bytes, using: &generator)) == values)
        }
    }

    @Test func `Each byte is taken when it comes and never looked at again`() throws {
        let reply = RESPValue.array([
            .array((0..<20_000).map { .integer($0) }), .string(Array(repeating: 7, count: 50_000)),
            .oversized(60_000), .error(String(repeating: "e", count: 20_000)),
        ])
        let bytes = Replies.encode(reply)
        var left = 0
        let values = try Replies.decode(bytes.lazy.map { CollectionOfOne($0) }, maximumBulkBytes: 50_000) {
            left += $0
        }
        #expect(values == [reply])
        #expect(left == 0)
    }
}
