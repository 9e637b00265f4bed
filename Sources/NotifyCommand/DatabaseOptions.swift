import ArgumentParser
import EmbeddedPostgres
import FoundationEssentials
import Logging
import NotificationServer
import Notifications
import Postgres

/// The flags that every command with a database has, and how it gets one.
struct DatabaseOptions: ParsableArguments {
    @Option(name: .customLong("database-url"), help: "PostgreSQL, as postgres://…; overrides DATABASE_URL.")
    var databaseURL: String?

    @Option(
        name: .customLong("data-dir"),
        help: "Where the embedded PostgreSQL and a generated secret live; overrides NOTIFY_DATA_DIR (.notify).")
    var dataDirectory: String?

    /// The environment's settings with these flags over them.
    func settings() throws -> Settings {
        var environment = ProcessInfo.processInfo.environment
        // As if set, so that a flag is checked as its variable is.
        if let databaseURL { environment["DATABASE_URL"] = databaseURL }
        if let dataDirectory { environment["NOTIFY_DATA_DIR"] = dataDirectory }
        return try Settings(environment: environment)
    }

    /// Calls `body` with the database that the settings name, or else with the embedded one, which runs until `body` has
    /// ended.
    func withDatabase(
        _ settings: Settings, _ logger: Logger,
        _ body: @escaping @Sendable (Configuration) async throws -> Void
    ) async throws {
        if let url = settings.databaseURL {
            try await body(Configuration(settings, url: url.reveal()))
        } else {
            let postgres = EmbeddedPostgres(directory: settings.dataDirectory + "/postgres", logger: logger)
            try await postgres.run { try await body(Configuration(settings, url: $0)) }
        }
    }
}

extension Configuration {
    init(_ settings: Settings, url: String) {
        self.init(url: url)
        preparesStatements = settings.databasePrepare
    }

    /// Applies what the schema lacks.
    func migrate(_ logger: Logger) async throws {
        _ = try await Schema.migrator(logger: logger).run(on: self)
    }
}

extension Logger {
    /// Writes to standard error, so that standard output is for what was asked for.
    init(_ settings: Settings) {
        self.init(label: "notify") { StreamLogHandler.standardError(label: $0) }
        logLevel = settings.logLevel
    }
}
