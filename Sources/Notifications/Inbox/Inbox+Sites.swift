import FoundationEssentials
import Postgres

extension Inbox {
    /// How many sites are listed at most.
    public static let maximumSites = 1_000

    /// The sites of the viewer's account, by name: what the inbox may be filtered by.
    public func sites(for viewer: Viewer) async throws -> [Site] {
        let (_, results) = try await pool.read(
            [
                """
                select account_id, id, name, created_at, updated_at
                from notify.sites
                where account_id = \(viewer.account)
                order by name, id
                limit \(Self.maximumSites)
                """
            ], for: viewer)
        return try results[0].map { row in
            let (account, id, name, createdAt, updatedAt) = try row.decode(
                Int64.self, Int64.self, String.self, Date.self, Date.self)
            return Site(
                id: Identifier(id), account: Identifier(account), name: name, createdAt: createdAt, updatedAt: updatedAt
            )
        }
    }
}
