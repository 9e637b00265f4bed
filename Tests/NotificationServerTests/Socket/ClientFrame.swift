/// A frame as a client sends it, right or wrong (RFC 6455, section 5.2).
struct ClientFrame: Sendable {
    enum Opcode {
        static let (continuation, text, binary): (UInt8, UInt8, UInt8) = (0, 1, 2)
        static let (close, ping, pong): (UInt8, UInt8, UInt8) = (8, 9, 10)
    }

    var opcode: UInt8
    var payload: [UInt8]
    var isLast = true
    var isMasked = true
    /// Of the three reserved bits.
    var reserved: UInt8 = 0
    /// What the frame says its length is.
    var length: UInt64?

    init(_ opcode: UInt8, _ payload: [UInt8] = []) {
        self.opcode = opcode
        self.payload = payload
    }

    static func text(_ text: String) -> ClientFrame { ClientFrame(Opcode.text, [UInt8](text.utf8)) }

    static func ping(_ text: String = "") -> ClientFrame { ClientFrame(Opcode.ping, [UInt8](text.utf8)) }

    static func close(_ code: UInt16?, _ reason: [UInt8] = []) -> ClientFrame {
        let code = code.map { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] } ?? []
        return ClientFrame(Opcode.close, code + reason)
    }

    var unfinished: ClientFrame {
        var frame = self
        frame.isLast = false
        return frame
    }

    var unmasked: ClientFrame {
        var frame = self
        frame.isMasked = false
        return frame
    }

    func reserving(_ bits: UInt8) -> ClientFrame {
        var frame = self
        frame.reserved = bits
        return frame
    }

    func claiming(_ length: UInt64) -> ClientFrame {
        var frame = self
        frame.length = length
        return frame
    }

    var bytes: [UInt8] {
        let length = length ?? UInt64(payload.count)
        let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        var bytes = [(isLast ? 0x80 : 0) | reserved << 4 | opcode]
        let maskBit: UInt8 = isMasked ? 0x80 : 0
        let lengthBytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
        switch length {
        case ...125: bytes.append(maskBit | UInt8(length))
        case ...0xFFFF: bytes += [maskBit | 126] + lengthBytes.suffix(2)
        default: bytes += [maskBit | 127] + lengthBytes
        }
        guard isMasked else { return bytes + payload }
        return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }
}
