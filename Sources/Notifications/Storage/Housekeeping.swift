public import Logging
public import Postgres

/// Clears away what nobody asks for any more: idempotency keys after 30 days, and after one what was noted of changes for
/// open inboxes.
public struct Housekeeping: Sendable {
    private let pool: Pool
    private let logger: Logger

    public init(_ pool: Pool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    /// Sweeps every hour until the task is cancelled.
    public func run() async {
        while !Task.isCancelled {
            do {
                while try await sweep() > 0 {}
            } catch {
                logger.warning("What has expired could not be removed", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(3600))
        }
    }

    /// Removes at most 10,000 of each kind, so that no lock is held for long; returns how many.
    public func sweep() async throws -> Int {
        let results = try await pool.write(
            [
                """
                delete from notify.idempotency_keys
                where (account_id, key) in (
                    select account_id, key
                    from notify.idempotency_keys
                    where created_at < now() - interval '30 days'
                    order by created_at
                    limit 10000
                    for update skip locked
                )
                """,
                """
                delete from notify.feed_changes
                where ctid = any(array(
                    select ctid
                    from notify.feed_changes
                    where changed_at < now() - interval '1 day'
                    order by changed_at
                    limit 10000
                    for update skip locked
                ))
                """,
            ], isIdempotent: true)
        return results.reduce(0) { $0 + $1.affectedCount }
    }
}
