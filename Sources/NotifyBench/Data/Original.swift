import Logging
import Notifications
import Postgres

/// The data as they were made, in a database that is only ever copied. Made anew when they are of another size, or the
/// tables have changed since.
struct Original: Sendable {
    /// To be raised when the same size gives other data.
    private static let edition = 2

    private let cluster: Cluster
    private let population: Population
    private let logger: Logger

    init(_ cluster: Cluster, _ population: Population, logger: Logger) {
        self.cluster = cluster
        self.population = population
        self.logger = logger
    }

    /// - Returns: how many seconds it took; nil when they were there.
    func prepare() async throws -> Double? {
        if try await isCurrent() { return nil }
        progress("making the data: \(population.total) notifications (kept for the next run)")
        let start = ContinuousClock.now
        try await cluster.drop(Cluster.original)
        try await cluster.execute("create database \(Cluster.original)", in: "postgres")
        try await Loading(population, into: cluster.url(Cluster.original), logger: logger).run()
        progress("vacuuming")
        try await cluster.execute("vacuum (analyze)", in: Cluster.original)
        try await cluster.execute("checkpoint", in: "postgres")
        // Last: what was interrupted has none.
        try await cluster.execute(
            "create schema bench; create table bench.fingerprint as select '\(fingerprint)'::text as text",
            in: Cluster.original)
        let seconds = start.duration(to: .now).seconds
        progress("made in \(seconds.rounded()) s")
        return seconds
    }

    /// The largest tables, with their indexes.
    func sizes() async throws -> [String] {
        try await cluster.execute(
            """
            select relname || ' ' || pg_size_pretty(pg_total_relation_size(oid))
            from pg_class
            where relnamespace = 'notify'::regnamespace
              and relkind in ('r', 'p')
            order by pg_total_relation_size(oid) desc
            limit 6
            """, in: Cluster.original
        ).compactMap { $0.first ?? nil }
    }

    private var fingerprint: String { "edition \(Original.edition), \(population.total) notifications" }

    private func isCurrent() async throws -> Bool {
        guard try await cluster.exists(Cluster.original) else { return false }
        guard
            try await cluster.value("select to_regclass('bench.fingerprint') is not null", in: Cluster.original) == "t",
            try await cluster.value("select text from bench.fingerprint", in: Cluster.original) == fingerprint
        else { return false }
        // A migration that is missing or was edited since.
        let pool = Pool(Configuration(url: cluster.url(Cluster.original)), logger: logger)
        let pending = try? await Schema.migrator(logger: logger).pending(pool)
        await pool.close()
        return pending?.isEmpty ?? false
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
    var microseconds: Double { seconds * 1_000_000 }
}
