/// SQL text and its binds.
///
/// Every interpolated value is a bind, never text, so no input can become SQL; an interpolated `SQL` is spliced and its
/// binds are renumbered:
///
///     let mine: SQL = "user_id = \(user)"
///     let statement: SQL = "select title from notifications where account_id = \(account) and \(mine)"
///     // select title from notifications where account_id = $1 and user_id = $2
///
/// A `parameter` is one bind however often it is spliced in.
///
/// At most 65,535 binds (the protocol's limit); more is refused when it is sent.
public struct SQL: Sendable {
    /// Fragments are spliced by their pieces: the text is written once, when it is sent.
    private(set) var pieces: [Piece] = []

    /// False: sent unnamed, so that PostgreSQL plans it anew with the values at hand, for statements that a generic plan
    /// makes slow. True, the default: parsed once per connection.
    public var isPrepared = true

    enum Piece: Sendable {
        case text(String)
        case bind(Bind)
        case parameter(String, Bind)
    }

    public init() {}

    /// Takes text as SQL as it stands. Never for anything that comes from outside.
    public init(verbatim text: String) {
        pieces = [.text(text)]
    }

    /// A value that a statement has under a name: one bind, in all of its places. In one statement a name has one value.
    public static func parameter(_ name: String, _ value: some PostgresEncodable) -> SQL {
        var sql = SQL()
        sql.pieces = [.parameter(name, value.bind)]
        return sql
    }

    /// The text as PostgreSQL gets it, with `$1`, `$2`, ….
    public var text: String { Statement(self).text }

    /// The values, in the order of their numbers.
    public var binds: [Bind] { Statement(self).binds }

    /// The same statement, not prepared.
    public func unprepared() -> SQL {
        var copy = self
        copy.isPrepared = false
        return copy
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    mutating func reserveCapacity(_ count: Int) {
        pieces.reserveCapacity(count)
    }

    mutating func append(verbatim literal: String) {
        if !literal.isEmpty { pieces.append(.text(literal)) }
    }

    mutating func append(_ bind: Bind) {
        pieces.append(.bind(bind))
    }

    mutating func append(_ other: SQL) {
        isPrepared = isPrepared && other.isPrepared
        pieces.append(contentsOf: other.pieces)
    }
}

extension Sequence where Element == SQL {
    /// The fragments one after another with the separator between them; empty when there are none.
    public func joined(separator: SQL) -> SQL {
        var all = SQL()
        for (index, fragment) in enumerated() {
            if index > 0 { all.append(separator) }
            all.append(fragment)
        }
        return all
    }
}
