import Logging

/// A private PostgreSQL made with the installed binaries: unix socket only, started and stopped with this process.
///
/// For development, the demo and tests; production names a server in `DATABASE_URL`. PostgreSQL 15 or newer.
/// When this process is root, PostgreSQL runs as the account `postgres`. A `kill -9` of this process stops it too.
public struct EmbeddedPostgres: Sendable {
    private let directory: String
    private let database: String
    private let settings: [String: String]
    private let logger: Logger

    /// - Parameters:
    ///   - directory: Where the cluster, its socket and its log live; made, 0700, when missing. Nothing else may be in it.
    ///   - database: Made when missing.
    ///   - settings: Parameters of PostgreSQL's: `["fsync": "off"]`.
    public init(
        directory: String, database: String = "notify", settings: [String: String] = [:], logger: Logger
    ) {
        self.directory = directory
        self.database = database
        self.settings = settings
        self.logger = logger
    }

    /// Starts the cluster, calls `body` with what libpq takes to connect, and stops it when `body` has ended.
    ///
    /// `body` ends before PostgreSQL does, also when this task is cancelled. When PostgreSQL ends first, `body` is
    /// cancelled and an `EmbeddedPostgresError` is thrown. Throws it, too, when PostgreSQL does not come up.
    public func run(_ body: @escaping @Sendable (_ url: String) async throws -> Void) async throws {
        let server = try await start()
        let result = await withTaskGroup(of: Ending.self) { group -> Result<Void, any Error> in
            group.addTask { .body(await EmbeddedPostgres.result { try await body(server.url) }) }
            group.addTask { .server(await server.ended()) }
            switch await group.next() {
            case .body(let result):
                await server.stop()
                // What went wrong in the body may be that PostgreSQL did first.
                if case .failure = result, let mishap = server.mishap { return .failure(mishap) }
                return result
            case .server(let error):
                group.cancelAll()
                return .failure(error)
            case nil:
                return .success(())
            }
        }
        try result.get()
    }

    /// The cluster, answering. It runs until it is stopped, and no longer than this process.
    package func start() async throws -> RunningPostgres {
        let place = try ClusterDirectory(directory, account: .current(), logger: logger)
        let lock = try DirectoryLock(place.path)
        try await Postmaster(data: place.data).stopLeftover()
        let binaries = try await ServerBinaries.find(for: place.clusterVersion)
        if place.clusterVersion == nil {
            logger.info("Creating a PostgreSQL \(binaries.version) cluster in \(place.path)")
            try await place.createCluster(binaries, durable: settings["fsync"] != "off")
        }
        let server = try await RunningPostgres.start(
            binaries, in: place, lock: lock, database: database, settings: settings)
        logger.info("PostgreSQL \(binaries.version) is ready", metadata: ["database": "\(server.url)"])
        return server
    }

    private enum Ending: Sendable {
        case body(Result<Void, any Error>)
        case server(EmbeddedPostgresError)
    }

    private static func result(_ body: () async throws -> Void) async -> Result<Void, any Error> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}
