/// What PostgreSQL does with nothing in between, for operations that the server may do otherwise.
enum Yardstick {
    static let clients = 64
    /// An account that nothing else is measured on.
    static let busy: Int64 = 900

    /// One row a transaction, and nothing else that lasts.
    static let insert = """
        \\set account random(1, \(Population.accounts))
        \(row);

        """

    /// The feed locked, the row inserted and the feed's head set, by each for itself; in one round trip.
    static let lockAndInsert = """
        \\set account \(busy)
        \\startpipeline
        select account_id from notify.feeds where account_id = :account::bigint for no key update;
        with created as (
            \(row)
            returning account_id, id, created_at
        )
        update notify.feeds f
        set last_notification_id = c.id, last_created_at = c.created_at, revision = revision + 1
        from created c
        where f.account_id = c.account_id;
        \\endpipeline

        """

    static func run(
        _ script: String, called what: String, _ scene: Scene, _ file: String, into row: inout Figures.Row
    ) async throws {
        guard let pgbench = scene.pgbench else { return }
        do {
            try await scene.cluster.execute("checkpoint", in: "postgres")
            row.pgbench = try await pgbench.run(script, name: file, clients: clients, seconds: scene.seconds)
            row.note = "pgbench: \(what), \(clients) clients"
        } catch {
            row.note = try Measuring.withoutPgbench(error)
        }
    }

    /// The table and its indexes as they are, empty, without triggers and references: what PostgreSQL itself takes.
    static let table = "create table bench.plain (like notify.notifications including all)"

    private static let row = """
        insert into bench.plain
            (account_id, id, ordinal, notification_type, severity, title, message, metadata, created_at, updated_at)
        values
            (:account::bigint, nextval('notify.notifications_id_seq'), 1, 'ai_cluster_complete', 'success',
             'Clustering Complete', 'Created 5 clusters from 50 keywords', '{"cluster_count": 5, "keyword_count": 50}',
             clock_timestamp(), clock_timestamp())
        """
}
