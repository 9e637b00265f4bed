import FoundationEssentials
import Logging
import NotificationEvents
import Notifications
import Postgres
import Redis
import Synchronization
import TestDatabase
import TestRedis
import Testing

/// A Redis and a migrated database of one test's own.
struct EventWorld: Sendable {
    let redis: TestRedis
    let pool: Pool
    let configuration: RedisConfiguration
    /// For what the test itself asks of Redis.
    let connection: RedisConnection

    var directory: Directory { Directory(pool) }
    var inbox: Inbox { Inbox(pool) }

    /// - Parameter database: its conninfo, migrated; nil: one on the cluster that all tests share.
    static func with(
        database: String? = nil, isPersistent: Bool = false, _ body: (EventWorld) async throws -> Void
    ) async throws {
        let redis = try await TestRedis.start(isPersistent: isPersistent)
        do {
            let configuration = try RedisConfiguration(url: redis.url)
            let url: String
            if let database { url = database } else { url = try await migratedDatabase() }
            let world = EventWorld(
                redis: redis, pool: pool(url), configuration: configuration,
                connection: try await .connect(configuration, logger: logger))
            try await body(world)
            await world.connection.close()
            await world.pool.close()
        } catch {
            await redis.remove()
            throw error
        }
        await redis.remove()
    }

    static func migratedDatabase() async throws -> String {
        try await TestDatabase.shared.makeDatabase(template: "events") { try await migrate($0) }
    }

    static func migrate(_ url: String) async throws {
        _ = try await Schema.migrator(logger: logger).run(on: Configuration(url: url))
    }

    static func pool(_ url: String, queueTimeout: Duration = .seconds(30)) -> Pool {
        var configuration = Configuration(url: url)
        configuration.connections = 2
        configuration.queueTimeout = queueTimeout
        return Pool(configuration, logger: logger)
    }

    static let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    /// A member of the account, known to it.
    @discardableResult
    func member(_ user: Identifier<User>, of account: Identifier<Account>, role: Role = .editor, uuid: UUID? = nil)
        async throws -> Viewer
    {
        try await directory.put(user: user, in: account, UserDetails(uuid: uuid, role: role))
        return Viewer(account: account, user: user, role: role)
    }

    /// What the viewer sees, oldest first.
    func titles(for viewer: Viewer) async throws -> [String] {
        try await inbox.list(size: 100, for: viewer).notifications.reversed().map(\.title)
    }

    func notificationCount() async throws -> Int {
        try await pool.read("select count(*) from notify.notifications")[0].decode(Int.self)
    }

    /// As `redis-cli` does it.
    func publish(_ channel: String, _ payload: String) async throws {
        let listeners = try await redis.cli("PUBLISH", channel, payload)
        #expect(listeners == "1", "nobody listens to \(channel)")
    }

    @discardableResult
    func add(_ stream: String, _ payload: String) async throws -> String {
        try await connection.command(["XADD", stream, "*", "payload", payload]).text ?? ""
    }

    /// What was set aside, oldest first: the fields of each by their names.
    func rejected() async throws -> [[String: String]] {
        let reply = try await connection.command(["XRANGE", "orion.notification.rejected", "-", "+"])
        return (reply.elements ?? []).map { entry in
            let fields = entry.elements?.last?.elements?.map { $0.text ?? "" } ?? []
            return Dictionary(
                uniqueKeysWithValues: stride(from: 0, to: fields.count - 1, by: 2).map { (fields[$0], fields[$0 + 1]) })
        }
    }

    /// How many entries of all streams were delivered and not acknowledged.
    func pendingCount() async throws -> Int {
        let replies = try await connection.pipeline(allStreams.map { ["XPENDING", $0, "notify"] })
        return replies.reduce(0) { sum, reply in
            if case .integer(let count)? = reply.elements?.first { sum + Int(count) } else { sum }
        }
    }
}

let allStreams = [
    "orion.trend.detected", "orion.content.published", "orion.content.rejected", "orion.media.failed",
    "orion.pipeline.stage_changed", "orion.content.created",
]

/// Waits until it holds, for at most a minute.
func eventually(
    _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("never: \(what.rawValue)", sourceLocation: sourceLocation)
    throw CancellationError()
}
