import FoundationEssentials

extension Int64: PostgresEncodable {
    public static var postgresType: PostgresType { .int8 }
    public var bind: Bind { Bind(.int8, .fixed(UInt64(bitPattern: self), width: 8)) }
}

extension Int: PostgresEncodable {
    public static var postgresType: PostgresType { .int8 }
    public var bind: Bind { Int64(self).bind }
}

extension Int32: PostgresEncodable {
    public static var postgresType: PostgresType { .int4 }
    public var bind: Bind { Bind(.int4, .fixed(UInt64(UInt32(bitPattern: self)), width: 4)) }
}

extension Bool: PostgresEncodable {
    public static var postgresType: PostgresType { .bool }
    public var bind: Bind { Bind(.bool, .fixed(self ? 1 : 0, width: 1)) }
}

extension Double: PostgresEncodable {
    public static var postgresType: PostgresType { .float8 }
    public var bind: Bind { Bind(.float8, .fixed(bitPattern, width: 8)) }
}

/// Sent whole: PostgreSQL refuses U+0000 (22021) rather than that we cut there.
extension String: PostgresEncodable {
    public static var postgresType: PostgresType { .text }
    public var bind: Bind { Bind(.text, .text(self)) }
}

extension Substring: PostgresEncodable {
    public static var postgresType: PostgresType { .text }
    public var bind: Bind { Bind(.text, .text(String(self))) }
}

extension UUID: PostgresEncodable {
    public static var postgresType: PostgresType { .uuid }
    public var bind: Bind { Bind(.uuid, .bytes(withUnsafeBytes(of: uuid) { Array($0) })) }
}

extension Data: PostgresEncodable {
    public static var postgresType: PostgresType { .bytea }
    public var bind: Bind { Bind(.bytea, .bytes(Array(self))) }
}

/// `timestamptz`, rounded to its microseconds. What it cannot hold (not a number, infinite, a year beyond 294276) is
/// refused by PostgreSQL (22008).
extension Date: PostgresEncodable {
    public static var postgresType: PostgresType { .timestamptz }

    public var bind: Bind {
        let microseconds = Int64(exactly: (timeIntervalSinceReferenceDate * 1_000_000).rounded())
        let (shifted, overflow) = (microseconds ?? .max).addingReportingOverflow(PostgresEpoch.microsecondsBefore2001)
        // Int64.max itself would be PostgreSQL's 'infinity'.
        let value = overflow || microseconds == nil ? Int64.max - 1 : shifted
        return Bind(.timestamptz, .fixed(UInt64(bitPattern: value), width: 8))
    }
}

enum PostgresEpoch {
    /// PostgreSQL counts from 2000-01-01, `Date` from 2001-01-01: the 366 days between.
    static let microsecondsBefore2001: Int64 = 366 * 86_400 * 1_000_000
}
