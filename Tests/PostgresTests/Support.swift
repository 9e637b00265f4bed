import Logging
import Postgres
import TestDatabase
import Testing

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A pool on an empty database of its own.
func makePool(_ change: (inout Configuration) -> Void = { _ in }) async throws -> Pool {
    var configuration = Configuration(url: try await TestDatabase.shared.makeDatabase())
    change(&configuration)
    return Pool(configuration, logger: silent)
}

/// Asks until it is so, for at most a minute.
func eventually(_ isSo: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !isSo() {
        try #require(ContinuousClock.now < deadline, "it never came about")
        try await Task.sleep(for: .milliseconds(5))
    }
}

extension Pool {
    func value<Value: PostgresDecodable>(_ statement: SQL, as type: Value.Type = Value.self) async throws -> Value {
        try #require(try await read(statement).first).decode(type)
    }

    /// How many other sessions of this database wait for a lock.
    func waitingForLocks() async throws -> Int {
        try await value(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
            """)
    }
}

/// The code with which it fails; nil when it does not.
func code(_ body: () async throws -> Void) async -> PostgresError.Code? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? PostgresError)?.code
    }
}
