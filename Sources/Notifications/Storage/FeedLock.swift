import Postgres

/// The lock on an account's feed, under which ids are taken.
///
/// Locks are taken in one order everywhere, so that nobody waits in a circle: the feeds by their accounts, the readers (0
/// last), then what else is written. A statement after this one in the same transaction sees what others did before it
/// was got.
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
        select set_config('notify.locked_feeds', array[account_id]::text, true)
        from locked
        """
    }

    /// Locks those of the feeds that nobody else has locked, and waits for none; gives one row: the accounts that have no
    /// feed. Whatever else the transaction meets that is locked, it does not wait for long either (55P03).
    static func takingFree(_ accounts: [Identifier<Account>]) -> SQL {
        """
        with locked as materialized (
            select account_id
            from notify.feeds
            where account_id = any(\(accounts.map { $0.rawValue })::bigint[])
            order by account_id
            for no key update skip locked
        )
        select array(
                   select a.account_id
                   from unnest(\(accounts.map { $0.rawValue })::bigint[]) a (account_id)
                   where not exists (select from notify.feeds f where f.account_id = a.account_id)
               ),
               set_config('notify.locked_feeds', coalesce(array_agg(account_id), '{}')::text, true),
               set_config('lock_timeout', '200ms', true)
        from locked
        """
    }

    /// What `takingFree` gave.
    static func missing(_ row: Row) throws(PostgresError) -> Set<Identifier<Account>> {
        let (missing, _, _) = try row.decode([Int64].self, String.self, String.self)
        return Set(missing.map { Identifier($0) })
    }

    static func isHeld(_ account: Identifier<Account>) -> SQL {
        "\(account) = any(\(held))"
    }

    /// The accounts whose feeds this transaction has locked, as an array.
    static let held: SQL = "coalesce(nullif(current_setting('notify.locked_feeds', true), ''), '{}')::bigint[]"
}
