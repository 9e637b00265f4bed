extension Migrator {
    /// Every applied number, and whether our file of that number is the same: null when we have none.
    ///
    /// SHA-256 is PostgreSQL's own; FoundationEssentials has none.
    func comparison(_ migrations: [Migration]) -> SQL {
        """
        select applied.number, applied.name,
               applied.checksum = encode(sha256(convert_to(ours.sql, 'UTF8')), 'hex')
        from \(SQL(verbatim: table)) applied
        left join unnest(\(migrations.map(\.number)), \(migrations.map(\.sql))) as ours (number, sql)
               on ours.number = applied.number
        order by applied.number
        """
    }

    /// What is not applied yet; throws when what is applied does not fit our files.
    /// - Parameter mayBeNewer: whether it may have what we do not know.
    static func missing(
        _ migrations: [Migration], in rows: Rows, mayBeNewer: Bool = false
    ) throws(PostgresError) -> [Migration] {
        var applied: Set<Int> = []
        for row in rows {
            let (number, name, isSame) = try row.decode(Int.self, String.self, Bool?.self)
            guard let isSame else {
                if mayBeNewer { continue }
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
