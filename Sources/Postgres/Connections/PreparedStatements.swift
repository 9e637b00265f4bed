/// What is prepared on one connection, by text and types. Bounded: what comes after the limit goes unnamed.
struct PreparedStatements {
    struct Key: Hashable {
        let text: String
        let types: [PostgresType]

        init(_ statement: SQL) {
            text = statement.text
            types = statement.binds.map(\.type)
        }
    }

    /// Each statement keeps a plan in the server's memory.
    static let limit = 256

    private var names: [Key: String] = [:]
    private var made = 0

    func name(of key: Key) -> String? {
        names[key]
    }

    /// A name never used before on this connection; nil when there is no room.
    mutating func add(_ key: Key) -> String? {
        guard names.count < PreparedStatements.limit else { return nil }
        made += 1
        let name = "s\(made)"
        names[key] = name
        return name
    }

    mutating func forget(_ key: Key) -> String? {
        names.removeValue(forKey: key)
    }
}
