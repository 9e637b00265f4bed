import Glibc
import Logging
import NIOHTTP1
import Notifications
import Postgres
import ServiceLifecycle
import TestDatabase

@testable import NotificationServer

/// A server of a test's own, as `notify serve` puts it together, to be shut down or to lose its database.
struct OwnServer: Sendable {
    let live: LiveServer
    let group: ServiceGroup
    private let run: Task<Void, any Error>

    /// Runs it while `body` runs.
    /// - Parameters:
    ///   - url: the database; it may be down.
    ///   - change: what is set otherwise than for the other tests' server.
    ///   - demo: as the server has it, once the settings are prepared for it.
    ///   - onCreation: as the server has it.
    ///   - connections: how many are shared; nil: as many as usual.
    ///   - patience: how long a call waits for PostgreSQL.
    ///   - shutdownTimeout: how long requests in flight have.
    static func running(
        on url: String, connections: Int? = nil, patience: Duration = .seconds(5),
        shutdownTimeout: Duration = .seconds(60),
        settings change: (inout Settings) -> Void = { _ in }, demo: [DemoAccount]? = nil, logger: Logger = quiet,
        onCreation: (@Sendable (Notification) -> Void)? = nil,
        _ body: (OwnServer) async throws -> Void
    ) async throws {
        var configuration = Configuration(url: url)
        configuration.queueTimeout = patience
        if let connections { configuration.connections = connections }
        let pool = Pool(configuration, logger: quiet)
        let (ports, listening) = AsyncStream<Int>.makeStream()
        var settings = LiveServer.settings
        change(&settings)
        if demo != nil { try settings.prepareDemo() }
        let server = try await Server(
            settings, pool: pool, demo: demo, logger: logger, onListening: { listening.yield($0) },
            onCreation: onCreation)
        var services = ServiceGroupConfiguration(services: [Running(pool: pool), server], logger: quiet)
        services.maximumGracefulShutdownDuration = shutdownTimeout
        let group = ServiceGroup(configuration: services)
        let run = Task {
            defer { listening.finish() }
            try await group.run()
        }
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else {
            // It has ended, or nobody waits for it any more.
            run.cancel()
            return try await run.value
        }
        let own = OwnServer(live: LiveServer(TestServer(port: port), pool: pool), group: group, run: run)
        let result: Result<Void, any Error>
        do { result = .success(try await body(own)) } catch { result = .failure(error) }
        await own.end()
        try result.get()
    }

    /// Shuts it down; returns when it has ended.
    func end() async {
        await group.triggerGracefulShutdown()
        _ = await run.result
    }

    /// Locks the account's feed, as a long import would, until `body` has ended.
    static func lockingFeed<Value: Sendable>(
        of account: Int64, on url: String, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        let pool = Pool(Configuration(url: url), logger: quiet)
        return try await pool.transaction { transaction in
            _ = try await transaction.query(
                "select from notify.feeds where account_id = \(account) for update")
            return try await body()
        }
    }

    /// Waits until so many statements wait for a lock in this server's database.
    static func untilLocked(_ count: Int, on url: String) async throws {
        let pool = Pool(Configuration(url: url), logger: quiet)
        try await eventually {
            let rows = try await pool.read(
                """
                select count(*)
                from pg_stat_activity
                where datname = current_database()
                  and wait_event_type = 'Lock'
                """)
            return try rows[0].decode(Int.self) >= count
        }
        await pool.close()
    }

    private struct Running: Service {
        let pool: Pool

        func run() async {
            await cancelWhenGracefulShutdown { await pool.run() }
        }
    }
}

/// Asks again until it holds. A test that never gets there ends by its time limit.
func eventually(_ condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(20)) }
}
