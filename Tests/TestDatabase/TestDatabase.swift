import EmbeddedPostgres
import Synchronization

/// Databases on the one PostgreSQL of this test process, which starts at first use and ends with the process.
///
/// A database lives as long as the process does: a suite makes one and need not remove it.
public final class TestDatabase: Sendable {
    public static let shared = TestDatabase()

    private struct State {
        var cluster: Task<TestCluster, any Error>?
        var templates: [String: Template] = [:]
        var databases = 0
    }

    private let state = Mutex(State())

    private init() {}

    /// A new empty database; its conninfo.
    public func makeDatabase() async throws -> String {
        try await create(template: "template0")
    }

    /// A new database, cloned from a template that `prepare` made once per process and `template`; its conninfo.
    ///
    /// `prepare` gets the template's conninfo and closes every connection to it before it returns. When it throws,
    /// everybody who wanted this template gets that error.
    public func makeDatabase(
        template: String, prepare: @escaping @Sendable (String) async throws -> Void
    ) async throws -> String {
        let shared = state.withLock { state in
            if let known = state.templates[template] { return known }
            let new = Template {
                let url = try await self.makeDatabase()
                try await prepare(url)
                return url
            }
            state.templates[template] = new
            return new
        }
        return try await shared.clone { url in try await self.create(template: TestDatabase.name(in: url)) }
    }

    /// A cluster of its own, for tests that stop or kill PostgreSQL. Call `remove` at the end.
    public static func startCluster() async throws -> TestCluster {
        try await TestCluster(settings: ["max_connections": "50", "shared_buffers": "16MB"])
    }

    /// The same as a URL, which is what settings want.
    public static func url(of conninfo: String) -> String {
        let fields = conninfo.split(separator: " ").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        let values = Dictionary(fields.map { ($0[0], $0.last ?? "") }) { $1 }
        func value(_ name: String) -> String { values[name] ?? "" }
        return "postgres://\(value("user"))@/\(value("dbname"))?host=\(value("host"))&port=\(value("port"))"
    }

    private func create(template: String) async throws -> String {
        let (starting, name) = state.withLock { state in
            state.databases += 1
            let cluster = state.cluster ?? Task { try await TestCluster() }
            state.cluster = cluster
            return (cluster, "test_\(state.databases)")
        }
        let url = try await starting.value.conninfo
        try await execute("create database \(name) template \(template)", at: url)
        return url.replacing("dbname=notify", with: "dbname=\(name)")
    }

    private static func name(in url: String) -> String {
        let field = url.split(separator: " ").first { $0.hasPrefix("dbname=") } ?? ""
        return String(field.dropFirst("dbname=".count))
    }
}
