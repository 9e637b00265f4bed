/// Whether bytes that come piece by piece are UTF-8 (RFC 3629), without keeping them.
struct UTF8Check {
    /// How many bytes of the last character are missing.
    private var missing = 0
    /// What its next byte may be: narrower after some first bytes, which rules out overlong forms, surrogates and what
    /// is beyond U+10FFFF.
    private var next: ClosedRange<UInt8> = Self.any

    private static let any: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether the text may end here.
    var isWhole: Bool { missing == 0 }

    /// False when no more bytes could make it UTF-8.
    mutating func take(_ bytes: some Sequence<UInt8>) -> Bool {
        for byte in bytes {
            if missing == 0 {
                guard begin(byte) else { return false }
            } else {
                guard next.contains(byte) else { return false }
                missing -= 1
                next = Self.any
            }
        }
        return true
    }

    private mutating func begin(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: missing = 1
        case 0xE0...0xEF: missing = 2
        case 0xF0...0xF4: missing = 3
        default: return false
        }
        switch byte {
        case 0xE0: next = 0xA0...0xBF
        case 0xED: next = 0x80...0x9F
        case 0xF0: next = 0x90...0xBF
        case 0xF4: next = 0x80...0x8F
        default: next = Self.any
        }
        return true
    }
}
