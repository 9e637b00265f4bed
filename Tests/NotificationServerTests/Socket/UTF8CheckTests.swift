import Testing

@testable import NotificationServer

/// The same as the standard library says of the whole.
@Suite struct UTF8CheckTests {
    static func isText(_ pieces: [ArraySlice<UInt8>]) -> Bool {
        var check = UTF8Check()
        return pieces.allSatisfy { check.take($0) } && check.isWhole
    }

    @Test func `every two bytes, and every beginning of three and four, are judged rightly`() {
        for first in 0...UInt8.max {
            for second in 0...UInt8.max {
                for tail in [[], [0x80], [0xBF, 0xBF], [0x80, 0x41]] as [[UInt8]] {
                    let bytes = [first, second] + tail
                    let isText = String(validating: bytes, as: UTF8.self) != nil
                    if Self.isText([bytes[...]]) != isText { Issue.record("\(bytes)") }
                }
            }
        }
    }

    @Test(arguments: ["", "plain", "tschüß", "日本語", "👩‍👩‍👧‍👦🏳️‍🌈", "\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\u{0}"])
    func `text may be cut anywhere`(text: String) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count { #expect(Self.isText([bytes[..<cut], bytes[cut...]])) }
        #expect(Self.isText(bytes.map { [$0] }))
        for end in bytes.indices {
            #expect(Self.isText([bytes[..<end]]) == (String(validating: bytes[..<end], as: UTF8.self) != nil))
        }
    }
}
