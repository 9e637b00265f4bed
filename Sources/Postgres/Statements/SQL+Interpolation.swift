extension SQL: ExpressibleByStringInterpolation {
    /// Gathers a literal: what is written becomes text, what is interpolated becomes binds.
    public struct StringInterpolation: StringInterpolationProtocol {
        var sql = SQL()

        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.reserveCapacity(interpolationCount * 2 + 1)
        }

        public mutating func appendLiteral(_ literal: String) {
            sql.append(verbatim: literal)
        }

        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            sql.append(value.bind)
        }

        /// nil is null.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            sql.append(value.bind)
        }

        public mutating func appendInterpolation(_ fragment: SQL) {
            sql.append(fragment)
        }
    }

    public init(stringLiteral text: String) {
        self.init(verbatim: text)
    }

    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }
}
