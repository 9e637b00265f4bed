import EmbeddedPostgres
import FoundationEssentials
import Glibc
import Logging
import Synchronization

/// A PostgreSQL of a test's own, to stop, to kill and to start again. Where it is stays the same throughout.
///
/// It writes nothing through to the disk (`fsync=off`) and vacuums nothing by itself; it ends with the test process.
public final class TestCluster: Sendable {
    /// What libpq takes to connect to its database `notify`.
    public let conninfo: String

    private let embedded: EmbeddedPostgres
    private let directory: String
    private let server: Mutex<RunningPostgres?>

    init(settings: [String: String] = [:]) async throws {
        directory = try TestDirectory.make()
        let defaults = [
            "fsync": "off", "full_page_writes": "off", "max_connections": "400", "autovacuum": "off",
            "max_wal_senders": "0", "wal_level": "minimal",
        ]
        embedded = EmbeddedPostgres(
            directory: directory + "/cluster", settings: defaults.merging(settings) { _, own in own },
            logger: Logger(label: "postgres") { _ in SwiftLogNoOpLogHandler() })
        let first = try await embedded.start()
        conninfo = first.url
        server = Mutex(first)
    }

    /// Starts it again after `stop` or `kill`; returns when it takes connections.
    public func start() async throws {
        let next = try await embedded.start()
        server.withLock { $0 = next }
    }

    /// A fast shutdown: connections are cut, what was committed is kept. Returns when it is gone.
    public func stop() async {
        await server.withLock { $0.take() }?.stop()
    }

    /// SIGKILL of the postmaster. Returns when it and all its backends are gone.
    public func kill() async throws {
        guard let killed = server.withLock({ $0.take() }), let process = killed.postmaster.processID else { return }
        Glibc.kill(process, SIGKILL)
        _ = await killed.ended()
        try await killed.postmaster.waitForWorkers()
    }

    /// Stops it and removes its directory.
    public func remove() async {
        await stop()
        TestDirectory.remove(directory)
    }
}
