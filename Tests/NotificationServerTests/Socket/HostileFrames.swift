import Testing

/// What a client may send that breaks a rule, and the code it is told.
struct HostileFrames: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let frames: [ClientFrame]
    let code: UInt16

    init(_ name: String, _ code: UInt16, _ frames: ClientFrame...) {
        testDescription = "\(name) → \(code)"
        self.frames = frames
        self.code = code
    }

    static let all = unmasked + reserved + controls + fragments + large + texts + closings

    private static let unmasked = [
        HostileFrames("unmasked text", 1002, .text("hello").unmasked),
        HostileFrames("unmasked ping", 1002, .ping().unmasked),
        HostileFrames("unmasked close", 1002, .close(1000).unmasked),
        HostileFrames("good, then unmasked", 1002, .text("hello"), .ping(), .text("hello").unmasked),
    ]

    private static let reserved =
        [1, 2, 4, 7].flatMap { bits in
            [
                HostileFrames("reserved bits \(bits) of text", 1002, .text("hello").reserving(bits)),
                HostileFrames("reserved bits \(bits) of a ping", 1002, .ping().reserving(bits)),
            ]
        }
        + [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map { HostileFrames("opcode \($0)", 1002, ClientFrame($0)) }

    private static let controls = [
        HostileFrames("a ping in pieces", 1002, .ping().unfinished),
        HostileFrames("a close in pieces", 1002, .close(1000).unfinished),
        HostileFrames("a long ping", 1002, .ping(String(repeating: "x", count: 126))),
        HostileFrames("a ping that says it is long", 1002, .ping().claiming(200)),
        HostileFrames("a ping that says it is very long", 1009, .ping().claiming(65_536)),
    ]

    private static let text = ClientFrame.text("hello")
    private static let continuation = ClientFrame(ClientFrame.Opcode.continuation, Array("hello".utf8))

    private static let fragments = [
        HostileFrames("a continuation of nothing", 1002, continuation),
        HostileFrames("a continuation of what has ended", 1002, text.unfinished, continuation, continuation),
        HostileFrames("a message in a message", 1002, text.unfinished, text),
        HostileFrames("bytes in a message", 1002, text.unfinished, ClientFrame(ClientFrame.Opcode.binary)),
    ]

    private static func x(_ count: Int) -> [UInt8] { Array(repeating: 0x78, count: count) }

    private static let large = [
        HostileFrames("a long message", 1009, ClientFrame(ClientFrame.Opcode.text, x(16_385))),
        HostileFrames("one that says it is long", 1009, text.claiming(65_536)),
        HostileFrames("one that says it is very long", 1009, text.claiming(.max >> 1)),
        HostileFrames("one that says it is longer than a number", 1009, text.claiming(.max)),
        HostileFrames(
            "long in pieces", 1009, ClientFrame(ClientFrame.Opcode.binary, x(10_000)).unfinished,
            ClientFrame(ClientFrame.Opcode.continuation, x(6_385))),
    ]

    private static func text(_ bytes: UInt8...) -> ClientFrame { ClientFrame(ClientFrame.Opcode.text, bytes) }
    private static func more(_ bytes: UInt8...) -> ClientFrame { ClientFrame(ClientFrame.Opcode.continuation, bytes) }

    private static let texts = [
        HostileFrames("no UTF-8", 1007, text(0xFF)), HostileFrames("half a character", 1007, text(0x61, 0xC3)),
        HostileFrames("an overlong slash", 1007, text(0xC0, 0xAF)),
        HostileFrames("a surrogate", 1007, text(0xED, 0xA0, 0x80)),
        HostileFrames("beyond Unicode", 1007, text(0xF4, 0x90, 0x80, 0x80)),
        HostileFrames("a character of nobody's", 1007, text(0xF0, 0x9F).unfinished, more(0x98, 0xFF)),
        HostileFrames("half a character in pieces", 1007, text(0xF0, 0x9F).unfinished, .ping(), more(0x98)),
        HostileFrames("told before the message ends", 1007, text(0xFE).unfinished),
    ]

    private static let closings =
        ([0, 1, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535] as [UInt16]).map {
            HostileFrames("the close code \($0)", 1002, .close($0))
        } + [
            HostileFrames("half a close code", 1002, ClientFrame(ClientFrame.Opcode.close, [3])),
            HostileFrames("a reason that is no text", 1007, .close(1000, [0xC3, 0x28])),
        ]
}
