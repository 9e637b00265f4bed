import EmbeddedPostgres
import Glibc
import Logging
import TestDatabase
import Testing

/// A directory for one test, removed after it.
func withDirectory<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let directory = try TestDirectory.make()
    do {
        let value = try await body(directory)
        TestDirectory.remove(directory)
        return value
    } catch {
        TestDirectory.remove(directory)
        throw error
    }
}

/// A small, quick cluster in `cluster` of that directory.
func embedded(in directory: String) -> EmbeddedPostgres {
    EmbeddedPostgres(
        directory: directory + "/cluster", settings: ["fsync": "off", "shared_buffers": "16MB"],
        logger: .silent)
}

/// The processes of PostgreSQL's that work in it.
func workers(in directory: String) -> [pid_t] {
    canonicalPath(directory + "/cluster/data").map { Postmaster.workers(in: $0) } ?? []
}

func postmaster(in directory: String) throws -> pid_t {
    let data = try #require(canonicalPath(directory + "/cluster/data"))
    return try #require(Postmaster(data: data).processID)
}

extension Logger {
    static var silent: Logger { Logger(label: "postgres") { _ in SwiftLogNoOpLogHandler() } }
}

/// One statement that answers one value.
func expect(
    _ sql: String, is value: String, at url: String, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let rows = try await execute(sql, at: url)
    #expect(rows == [[value]], sourceLocation: sourceLocation)
}
