/// A type's OID, as in `pg_type`. Built-in types have the same OID in every database.
/// <https://www.postgresql.org/docs/15/datatype-oid.html>
public struct PostgresType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Left for PostgreSQL to infer.
    public static let unspecified = PostgresType(rawValue: 0)

    public static let bool = PostgresType(rawValue: 16)
    public static let bytea = PostgresType(rawValue: 17)
    public static let name = PostgresType(rawValue: 19)
    public static let int8 = PostgresType(rawValue: 20)
    public static let int2 = PostgresType(rawValue: 21)
    public static let int4 = PostgresType(rawValue: 23)
    public static let text = PostgresType(rawValue: 25)
    public static let json = PostgresType(rawValue: 114)
    public static let float4 = PostgresType(rawValue: 700)
    public static let float8 = PostgresType(rawValue: 701)
    public static let character = PostgresType(rawValue: 1042)
    public static let varchar = PostgresType(rawValue: 1043)
    public static let timestamptz = PostgresType(rawValue: 1184)
    public static let uuid = PostgresType(rawValue: 2950)
    public static let jsonb = PostgresType(rawValue: 3802)

    /// The type of arrays of this one; unspecified where we know none.
    public var array: PostgresType {
        PostgresType.arrays[self] ?? .unspecified
    }

    /// The type of an array's elements; nil when this is no array type we know.
    public var element: PostgresType? {
        PostgresType.elements[self]
    }

    private static let arrays: [PostgresType: PostgresType] = [
        .bool: .init(rawValue: 1000), .bytea: .init(rawValue: 1001), .name: .init(rawValue: 1003),
        .int8: .init(rawValue: 1016), .int2: .init(rawValue: 1005), .int4: .init(rawValue: 1007),
        .text: .init(rawValue: 1009), .json: .init(rawValue: 199), .float4: .init(rawValue: 1021),
        .float8: .init(rawValue: 1022), .character: .init(rawValue: 1014), .varchar: .init(rawValue: 1015),
        .timestamptz: .init(rawValue: 1185), .uuid: .init(rawValue: 2951), .jsonb: .init(rawValue: 3807),
    ]

    private static let elements = [PostgresType: PostgresType](
        arrays.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
}
