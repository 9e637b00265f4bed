import FoundationEssentials
import Postgres

extension Directory {
    /// Makes a site or renames it, everywhere it is shown.
    /// - Parameter name: at most 200 code points; nil stays as it is.
    /// - Returns: the site, and whether it is new.
    /// - Throws: `NotificationError.notFound` in a deleted account.
    @discardableResult
    public func put(
        site: Identifier<Site>, in account: Identifier<Account>, name: String? = nil
    ) async throws -> (site: Site, isNew: Bool) {
        var errors = FieldErrors()
        errors.text("name", name, limit: Limit.name)
        try errors.finish()
        let results = try await translated {
            try await pool.write(
                [
                    Self.opening(account),
                    FeedLock.taking(account),
                    """
                    insert into notify.sites (account_id, id, name)
                    select id, \(site), coalesce(\(name), '')
                    from notify.accounts
                    where id = \(account)
                    on conflict (account_id, id) do update
                    set name = excluded.name,
                        updated_at = now()
                    where sites.name <> coalesce(\(name), sites.name)
                    returning xmax = 0
                    """,
                    """
                    select account_id, id, name, created_at, updated_at
                    from notify.sites
                    where account_id = \(account)
                      and id = \(site)
                    """,
                ], isIdempotent: true)
        }
        guard let row = results[3].first else { throw NotificationError.noSite }
        let (owner, id, title, createdAt, updatedAt) = try row.decode(
            Int64.self, Int64.self, String.self, Date.self, Date.self)
        let made = Site(
            id: Identifier(id), account: Identifier(owner), name: title, createdAt: createdAt, updatedAt: updatedAt)
        doorbell.ring(account)
        return (made, try results[2].first?.decode(Bool.self) ?? false)
    }

    /// Deletes a site. The notifications about it stay, without it.
    public func delete(site: Identifier<Site>, in account: Identifier<Account>) async throws {
        let results = try await translated {
            try await pool.write(
                [
                    FeedLock.taking(account),
                    """
                    delete from notify.sites
                    where account_id = \(account)
                      and id = \(site)
                    returning id
                    """,
                ], alone: true)
        }
        if results[1].isEmpty { throw NotificationError.noSite }
        doorbell.ring(account)
    }
}

extension NotificationError {
    static let noSite = NotificationError(.notFound, "No such site.")
}
