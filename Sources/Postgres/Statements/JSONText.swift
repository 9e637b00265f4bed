/// A `jsonb` (or `json`) value as text. PostgreSQL checks it when it is written (22P02).
public struct JSONText: Sendable, Hashable {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }
}

extension JSONText: PostgresEncodable {
    public static var postgresType: PostgresType { .jsonb }

    /// `jsonb` travels as text behind a version byte, so far always 1.
    public var bind: Bind { Bind(.jsonb, .bytes([1] + text.utf8)) }
}

extension JSONText: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        type == .jsonb || type == .json
    }

    public init(decoding cell: Cell) throws(PostgresError) {
        let bytes = try cell.bytes
        guard cell.type == .jsonb else {
            self.init(String(decoding: bytes, as: UTF8.self))
            return
        }
        guard bytes.first == 1 else { throw cell.mismatch("a jsonb of an unknown version") }
        self.init(String(decoding: bytes.dropFirst(), as: UTF8.self))
    }
}
