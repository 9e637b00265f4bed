/// A value that can be bound to a statement.
///
/// An enumeration or a wrapper whose raw value is encodable needs nothing but to say so:
///
///     extension Severity: PostgresEncodable {}
public protocol PostgresEncodable: Sendable {
    /// The type a null or an array of these has. Unspecified by default: PostgreSQL then infers a null's type.
    static var postgresType: PostgresType { get }

    var bind: Bind { get }
}

extension PostgresEncodable {
    public static var postgresType: PostgresType { .unspecified }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    public static var postgresType: PostgresType { RawValue.postgresType }
    public var bind: Bind { rawValue.bind }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    public static var postgresType: PostgresType { Wrapped.postgresType }
    public var bind: Bind { self?.bind ?? .null(Wrapped.postgresType) }
}

/// One-dimensional. Elements may be null when they are optional.
extension Array: PostgresEncodable where Element: PostgresEncodable {
    public static var postgresType: PostgresType { Element.postgresType.array }

    /// Layout: `array_send` in PostgreSQL's `arrayfuncs.c`.
    public var bind: Bind {
        // One pass, and no key paths: they are made anew for each call of what is generic.
        var bytes: [UInt8] = []
        var hasNull = false
        bytes.append(bigEndian: isEmpty ? 0 : 1, width: 4)
        bytes.append(bigEndian: 0, width: 4)
        bytes.append(bigEndian: UInt64(Element.postgresType.rawValue), width: 4)
        if !isEmpty {
            bytes.append(bigEndian: UInt64(count), width: 4)
            bytes.append(bigEndian: 1, width: 4)
        }
        for element in self {
            let bind = element.bind
            let start = bytes.count
            bytes.append(bigEndian: bind.isNull ? .max : 0, width: 4)
            bind.append(to: &bytes)
            hasNull = hasNull || bind.isNull
            guard !bind.isNull else { continue }
            let length = UInt32(clamping: bytes.count - start - 4)
            for place in 0..<4 {
                bytes[start + place] = UInt8(truncatingIfNeeded: length >> UInt32(24 - place * 8))
            }
        }
        // The low byte of the flags.
        if hasNull { bytes[7] = 1 }
        return Bind(Self.postgresType, .bytes(bytes))
    }
}
