/// SQL text and its binds.
///
/// Every interpolated value is a bind, never text, so no input can become SQL; an interpolated `SQL` is spliced and its
/// binds are renumbered:
///
///     let mine: SQL = "user_id = \(user)"
///     let statement: SQL = "select title from notifications where account_id = \(account) and \(mine)"
///     // select title from notifications where account_id = $1 and user_id = $2
///
/// At most 65,535 binds (the protocol's limit); more is refused when it is sent.
public struct SQL: Sendable {
    /// The text as PostgreSQL gets it, with `$1`, `$2`, ….
    public private(set) var text = ""

    /// The values, in the order of their numbers.
    public private(set) var binds: [Bind] = []

    /// False: sent unnamed, so that PostgreSQL plans it anew with the values at hand, for statements that a generic plan
    /// makes slow. True, the default: parsed once per connection.
    public var isPrepared = true

    /// Where in the UTF-8 of `text` each placeholder begins; what makes renumbering exact without reading the text.
    private var placeholders: [Int] = []

    public init() {}

    /// Takes text as SQL as it stands. Never for anything that comes from outside.
    public init(verbatim text: String) {
        self.text = text
    }

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

    mutating func append(verbatim literal: String) {
        text += literal
    }

    mutating func append(_ bind: Bind) {
        placeholders.append(text.utf8.count)
        binds.append(bind)
        text += "$"
        text += String(binds.count)
    }

    mutating func append(_ other: SQL) {
        isPrepared = isPrepared && other.isPrepared
        guard !other.binds.isEmpty else {
            text += other.text
            return
        }
        let source = other.text.utf8
        var position = source.startIndex
        for (index, bind) in other.binds.enumerated() {
            let placeholder = source.index(source.startIndex, offsetBy: other.placeholders[index])
            text += other.text[position..<placeholder]
            append(bind)
            position = source.index(placeholder, offsetBy: 1 + String(index + 1).utf8.count)
        }
        text += other.text[position...]
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
