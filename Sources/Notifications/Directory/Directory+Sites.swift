import FoundationEssentials
import Postgres

extension Directory {
    /// Makes a site or renames it, everywhere it is shown.
    /// - Parameter name: at most 200 code points; nil stays as it is.
    /// - Returns: the site, and whether it is new.
    @discardableResult
    public func put(
        site: Identifier<Site>, in account: Identifier<Account>, name: String? = nil
    ) async throws -> (site: Site, isNew: Bool) {
        var errors = FieldErrors()
        errors.text("name", name, limit: 200)
        try errors.finish()
        let results = try await translated {
            try await pool.write(
                [
                    "insert into accounts (id) values (\(account)) on conflict (id) do nothing",
                    FeedLock.taking(account),
                    """
                    insert into sites (account_id, id, name)
                    values (\(account), \(site), coalesce(\(name), ''))
                    on conflict (account_id, id) do update
                    set name = coalesce(\(name), sites.name),
                        updated_at = now()
                    returning account_id, id, name, created_at, updated_at, xmax = 0
                    """,
                ], isIdempotent: true)
        }
        guard let row = results[2].first else { throw NotificationError.noSite }
        let (owner, id, title, createdAt, updatedAt, isNew) = try row.decode(
            Int64.self, Int64.self, String.self, Date.self, Date.self, Bool.self)
        let made = Site(
            id: Identifier(id), account: Identifier(owner), name: title, createdAt: createdAt, updatedAt: updatedAt)
        return (made, isNew)
    }

    /// Deletes a site. The notifications about it stay, without it.
    public func delete(site: Identifier<Site>, in account: Identifier<Account>) async throws {
        let results = try await translated {
            try await pool.write([
                FeedLock.taking(account),
                """
                delete from sites
                where account_id = \(account)
                  and id = \(site)
                returning id
                """,
            ])
        }
        if results[1].isEmpty { throw NotificationError.noSite }
    }
}

extension NotificationError {
    static let noSite = NotificationError(.notFound, "No such site.")
}
