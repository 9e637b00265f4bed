/// A value that a column can be read as.
///
/// An enumeration or a wrapper whose raw value is decodable needs nothing but to say so; a value it has no case for is
/// a decoding error.
public protocol PostgresDecodable {
    /// Whether columns of this type can be read so. Nothing is converted silently.
    static func decodes(_ type: PostgresType) -> Bool

    /// The cell is of a type that `decodes` accepted; it may be null.
    init(decoding cell: Cell) throws(PostgresError)
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        RawValue.decodes(type)
    }

    public init(decoding cell: Cell) throws(PostgresError) {
        let raw = try RawValue(decoding: cell)
        guard let value = Self(rawValue: raw) else { throw cell.mismatch("a \(Self.self)") }
        self = value
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        Wrapped.decodes(type)
    }

    public init(decoding cell: Cell) throws(PostgresError) {
        self = cell.isNull ? nil : try Wrapped(decoding: cell)
    }
}
