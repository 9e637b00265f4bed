import ArgumentParser
import FoundationEssentials
import Logging
import NotificationEvents
import NotificationServer
import Notifications
import Postgres
import ServiceLifecycle
import UnixSignals

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server.",
        discussion: """
            Brings the database up to date, then serves REST until SIGINT or SIGTERM; requests in flight are finished \
            first, for at most SHUTDOWN_TIMEOUT seconds. With REDIS_URL it takes in domain events as well.
            """)

    @Option(help: "The address to listen at; overrides HOST (127.0.0.1).")
    var host: String?

    @Option(help: "The port to listen at, 0 for any free one; overrides PORT (8011).")
    var port: Int?

    @OptionGroup var database: DatabaseOptions

    @Flag(inversion: .prefixedNo, help: "Bring the database up to date first.")
    var migrate = true

    @Flag(help: "Play the demo accounts in, and print a token and requests to try.")
    var seed = false

    @Flag(
        help: """
            Let anybody on this machine be a member of the demo accounts, in the browser: plays them in (--seed) and adds \
            a sign-in without passwords at /demo/. HOST must be loopback.
            """)
    var demo = false

    func run() async throws {
        let settings = try checkedSettings()
        let catalogue = try settings.catalogue()
        let logger = Logger(settings)
        let (migrate, seed, demo) = (migrate, seed || demo, demo)
        try await database.withDatabase(settings, logger) { configuration in
            if migrate { try await configuration.migrate(logger) }
            let pool = Pool(configuration, logger: logger)
            if seed {
                for world in try SeedWorld.all { _ = try await Seeder(pool).play(world) }
            }
            let live = LiveFeed(
                pool, catalogue: catalogue, listening: settings.listening(configuration), logger: logger)
            let events = try settings.events(pool, catalogue, live.doorbell, logger)
            let server = try await Server(
                settings, pool: pool, catalogue: catalogue, live: live,
                demo: demo ? try SeedWorld.all.map(\.demoAccount) : nil, logger: logger,
                onListening: { port in
                    if seed { await Welcome(settings, port: port, isDemo: demo).show() }
                },
                onCreation: events?.onCreation)
            let background = [
                Background { await pool.run() },
                Background { await Housekeeping(pool, logger: logger).run() },
                Background { await live.run() },
                events.map { events in Background { await events.run() } },
            ]
            var services = ServiceGroupConfiguration(
                services: background.compactMap { $0 } + [server],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger)
            services.maximumGracefulShutdownDuration = .seconds(settings.shutdownTimeout)
            try await ServiceGroup(configuration: services).run()
        }
    }

    private func checkedSettings() throws -> Settings {
        var settings = try database.settings()
        if let host { settings.host = host }
        if let port {
            guard (0...65535).contains(port) else { throw ValidationError("--port must be 0 to 65535.") }
            settings.port = port
        }
        try settings.validate()
        if demo { try settings.prepareDemo() }
        try settings.loadSecret()
        return settings
    }
}

/// What runs until the shutdown reaches it, which is when all services after it have ended.
private struct Background: Service {
    private let body: @Sendable () async -> Void

    init(_ body: @escaping @Sendable () async -> Void) {
        self.body = body
    }

    func run() async {
        await cancelWhenGracefulShutdown(body)
    }
}

extension Settings {
    /// Where other processes' changes are heard; nil: nowhere. A pooler by the transaction does not pass them on.
    fileprivate func listening(_ configuration: Configuration) -> Configuration? {
        var direct = configuration
        if let databaseListenURL { direct.url = databaseListenURL.reveal() }
        return databaseListenURL != nil || databasePrepare ? direct : nil
    }
}
