import FoundationEssentials
public import Postgres

/// Who there is: accounts, their users and sites, as the host tells us of them or as tokens show them.
///
/// Ids are the host's own. Telling the same twice changes nothing. Calls throw `NotificationError`: `.invalid`,
/// `.notFound`, `.unavailable` or `.outcomeUnknown`.
public struct Directory: Sendable {
    let pool: Pool
    let doorbell: Doorbell

    /// - Parameter doorbell: rung after every change, for open inboxes (`LiveFeed`); nil: one of its own.
    public init(_ pool: Pool, doorbell: Doorbell? = nil) {
        self.pool = pool
        self.doorbell = doorbell ?? Doorbell(pool)
    }

    /// Makes an account on first sight, unless it was deleted. Its feed and its reader come with it.
    /// - Parameter issuedAt: when the token was issued that it is seen in; one from after the deletion makes it anew.
    static func opening(_ account: Identifier<Account>, issuedAt: Date? = nil) -> SQL {
        """
        insert into notify.accounts (id)
        select \(account)
        where not exists (
            select
            from notify.tombstones
            where account_id = \(account)
              and user_id = 0
              and deleted_at >= coalesce(\(issuedAt), '-infinity')
        )
        on conflict (id) do nothing
        """
    }

    /// What whoever deletes an account does first, in the order of `FeedLock`.
    static func lockWhole(_ account: Identifier<Account>) -> [SQL] {
        [
            "select account_id from notify.feeds where account_id = \(account) for update",
            "select reader_id from notify.readers where account_id = \(account) order by reader_id = 0, reader_id for update",
        ]
    }
}
