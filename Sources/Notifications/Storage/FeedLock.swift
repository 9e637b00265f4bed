import Postgres

/// The lock on an account's feed, under which ids are taken.
///
/// Locks are taken in one order everywhere, so that nobody waits in a circle: the feed, the readers (0 last), then
/// what else is written. A statement after this one in the same transaction sees what others did before it was got.
enum FeedLock {
    /// Gives no row when there is no such feed. Which one is locked is noted, since another may open it before the next
    /// statement, which would then see it and not hold it.
    /// - Parameter condition: no lock is taken unless it holds.
    static func taking(_ account: Identifier<Account>, if condition: SQL = "true") -> SQL {
        // "for update" would block every foreign-key check on the feed.
        """
        with locked as materialized (
            select account_id
            from notify.feeds
            where account_id = \(account)
              and \(condition)
            for no key update
        )
        select set_config('notify.locked_feed', account_id::text, true)
        from locked
        """
    }

    static func isHeld(_ account: Identifier<Account>) -> SQL {
        "current_setting('notify.locked_feed', true) = (\(account)::bigint)::text"
    }
}
