/// The first frame among bytes that a server has sent (RFC 6455, section 5.2).
struct Frame {
    static let text: UInt8 = 1
    static let close: UInt8 = 8
    static let ping: UInt8 = 9
    static let pong: UInt8 = 10

    /// Whether it is a whole message, unmasked, and no extension's.
    let isPlain: Bool
    let opcode: UInt8
    let payload: Range<Int>

    /// Nil: more has to come.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 2 else { return nil }
        isPlain = bytes[0] & 0xF0 == 0x80 && bytes[1] & 0x80 == 0
        opcode = bytes[0] & 0x0F
        let more: Int
        switch bytes[1] & 0x7F {
        case 126: more = 2
        case 127: more = 8
        default: more = 0
        }
        guard bytes.count >= 2 + more else { return nil }
        let length = more == 0 ? Int(bytes[1] & 0x7F) : bytes[2..<2 + more].reduce(0) { $0 &<< 8 | Int($1) }
        // What is longer than any message of the server's is read as broken, by a payload that never is whole.
        guard (0...Frame.longest).contains(length), bytes.count >= 2 + more + length else { return nil }
        payload = (2 + more)..<(2 + more + length)
    }

    /// A control frame as a client sends it: masked, but with zeros, since nothing on the way is to be guarded.
    static func control(_ opcode: UInt8, _ payload: some Collection<UInt8>) -> [UInt8] {
        [0x80 | opcode, 0x80 | UInt8(truncatingIfNeeded: payload.count), 0, 0, 0, 0] + payload
    }

    static let longest = 1 << 24
}
