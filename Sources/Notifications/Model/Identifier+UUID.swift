public import FoundationEssentials

extension Identifier where Subject == Notification {
    /// The number as a UUID, for clients whose ids are UUIDs: version 8 (RFC 9562, section 5.8), which is "notify" in its
    /// first 48 bits and the number in its last 62.
    public var uuid: UUID {
        let low = UInt64(bitPattern: rawValue) & Self.largest | 0x8000_0000_0000_0000
        return UUID(
            uuid: (
                0x6E, 0x6F, 0x74, 0x69, 0x66, 0x79, 0x80, 0x00,
                UInt8(truncatingIfNeeded: low >> 56), UInt8(truncatingIfNeeded: low >> 48),
                UInt8(truncatingIfNeeded: low >> 40), UInt8(truncatingIfNeeded: low >> 32),
                UInt8(truncatingIfNeeded: low >> 24), UInt8(truncatingIfNeeded: low >> 16),
                UInt8(truncatingIfNeeded: low >> 8), UInt8(truncatingIfNeeded: low)
            ))
    }

    /// nil when it is a UUID of anything else.
    public init?(_ uuid: UUID) {
        let low = withUnsafeBytes(of: uuid.uuid) { bytes in
            bytes[8...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        self.init(Int64(low & Self.largest))
        guard self.uuid == uuid, rawValue > 0 else { return nil }
    }

    private static var largest: UInt64 { 0x3FFF_FFFF_FFFF_FFFF }
}
