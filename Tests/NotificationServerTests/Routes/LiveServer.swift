import Logging
import Notifications
import Postgres
import TestDatabase

@testable import NotificationServer

/// The real server on a real database, shared by all tests of a process; every test has accounts of its own.
struct LiveServer: Sendable {
    let http: TestServer
    let pool: Pool

    static let mint = TokenMint(secret: TestKeys.secret)

    private static let shared = Task {
        try await LiveServer(url: migratedDatabase())
    }

    static func running() async throws -> LiveServer { try await shared.value }

    static func migratedDatabase() async throws -> String {
        try await TestDatabase.shared.makeDatabase(template: "migrated") { try await migrate($0) }
    }

    static func migrate(_ url: String) async throws {
        _ = try await Schema.migrator(logger: quiet).run(on: Configuration(url: url))
    }

    static var settings: Settings {
        var settings = Settings()
        settings.port = 0
        settings.tokenSecret = TestKeys.secret
        return settings
    }

    /// Runs until the process ends.
    private init(url: String) async throws {
        var configuration = Configuration(url: url)
        // The machine may be busy with all the other tests.
        configuration.queueTimeout = .seconds(60)
        configuration.statementTimeout = .seconds(300)
        pool = Pool(configuration, logger: quiet)
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let server = try await Server(Self.settings, pool: pool, logger: quiet) { listening.yield($0) }
        Task {
            defer { listening.finish() }
            try await server.run()
        }
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else { throw NeverListened() }
        http = TestServer(port: port)
    }

    /// A server that is already there.
    init(_ http: TestServer, pool: Pool) {
        self.http = http
        self.pool = pool
    }

    struct NeverListened: Error {}
}

extension JSONValue {
    var int: Int64? {
        if case .int(let value) = self { value } else { nil }
    }

    var text: String? {
        if case .string(let value) = self { value } else { nil }
    }

    var elements: [JSONValue] {
        if case .array(let values) = self { values } else { [] }
    }

    var keys: Set<String> {
        if case .object(let members) = self { Set(members.keys) } else { [] }
    }

    /// The ids of a list's page.
    var ids: [Int64] { self["results"]?.elements.compactMap { $0["id"]?.int } ?? [] }

    /// The field of each error of a problem.
    var refusedFields: [String] { self["errors"]?.elements.compactMap { $0["field"]?.text } ?? [] }
}
