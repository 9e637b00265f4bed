extension Migrator {
    /// Every applied number, and whether our file of that number is the same: null when we have none.
    ///
    /// SHA-256 is PostgreSQL's own; FoundationEssentials has none.
    static func comparison(_ migrations: [Migration]) -> SQL {
        """
        select applied.number, applied.name,
               applied.checksum = encode(sha256(convert_to(ours.sql, 'UTF8')), 'hex')
        from schema_migrations applied
        left join unnest(\(migrations.map(\.number)), \(migrations.map(\.sql))) as ours (number, sql)
               on ours.number = applied.number
        order by applied.number
        """
    }

    /// What is not applied yet; throws when what is applied does not fit our files.
    static func missing(_ migrations: [Migration], in rows: Rows) throws(PostgresError) -> [Migration] {
        var applied: Set<Int> = []
        for row in rows {
            let (number, name, isSame) = try row.decode(Int.self, String.self, Bool?.self)
            guard let isSame else {
                throw PostgresError(
                    .migration, "the database is newer than this program: it has \(name), which we do not know")
            }
            let ours = migrations.first { $0.number == number }?.name ?? name
            guard isSame else {
                throw PostgresError(.migration, "\(ours) was edited after it was applied; write a new migration")
            }
            applied.insert(number)
        }
        return migrations.filter { !applied.contains($0.number) }
    }
}
