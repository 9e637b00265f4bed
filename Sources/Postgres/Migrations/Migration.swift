import FoundationEssentials

/// One step of the schema: a numbered file of plain SQL, which runs once, in a transaction of its own.
public struct Migration: Sendable, Hashable {
    public let number: Int

    /// As its file is called, `001_accounts.sql`.
    public let name: String

    /// Any number of statements, without `begin`, `commit` and what cannot run in a transaction.
    public let sql: String

    public init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }

    /// Takes the number from the digits that the name begins with; nil without.
    public init?(name: String, sql: String) {
        guard let number = Int(name.prefix { $0.isASCII && $0.isNumber }) else { return nil }
        self.init(number: number, name: name, sql: sql)
    }

    /// Every `.sql` file of a directory, by number.
    ///
    /// Throws `.migration` when it cannot be read, a name has no number, or two have the same.
    public static func all(in directory: String) throws(PostgresError) -> [Migration] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".sql") }
        } catch {
            throw PostgresError(.migration, "cannot read the migrations in \(directory)")
        }
        var migrations: [Migration] = []
        for name in names {
            guard
                let data = FileManager.default.contents(atPath: "\(directory)/\(name)"),
                let sql = String(validating: data, as: UTF8.self)
            else { throw PostgresError(.migration, "\(name) cannot be read as UTF-8 text") }
            guard let migration = Migration(name: name, sql: sql) else {
                throw PostgresError(.migration, "\(name) does not begin with a number")
            }
            migrations.append(migration)
        }
        return try migrations.inOrder()
    }
}

extension [Migration] {
    /// By number; throws `.migration` when two have the same, or one holds what PostgreSQL cannot.
    func inOrder() throws(PostgresError) -> [Migration] {
        if let bad = first(where: { $0.sql.utf8.contains(0) }) {
            throw PostgresError(.migration, "\(bad.name) contains U+0000")
        }
        let sorted = sorted { $0.number < $1.number }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.number == next.number {
            throw PostgresError(.migration, "\(one.name) and \(next.name) have the same number")
        }
        return sorted
    }
}
