import Postgres
import TestDatabase
import Testing

@Suite struct LockTests {
    /// A pool with a single shared connection, while somebody else holds a lock on `things`.
    private func whileLocked(_ body: @escaping @Sendable (Pool) async throws -> Task<Int, any Error>) async throws {
        let url = try await TestDatabase.shared.makeDatabase()
        let other = Pool(Configuration(url: url), logger: silent)
        _ = try await other.write("create table things (id int primary key)")
        var configuration = Configuration(url: url)
        configuration.connections = 1
        let pool = Pool(configuration, logger: silent)
        let waiting = try await other.transaction { transaction in
            _ = try await transaction.query("lock table things")
            return try await body(pool)
        }
        #expect(try await waiting.value == 1)
        #expect(try await pool.value("select count(*) from things") == 1)
    }

    @Test func `who waits for a lock holds nobody else up, and is served when the lock is let go`() async throws {
        try await whileLocked { pool in
            let waiting = Task { try await pool.write("insert into things values (1)").affectedCount }
            // On a connection of its own by now, where it may wait.
            try await eventually {
                try await pool.value(
                    """
                    select count(*) from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()
                    """) == 1
            }
            for number in 0..<100 { #expect(try await pool.value("select \(number)") == number) }
            return waiting
        }
    }

    @Test func `what takes long may be sent alone from the start`() async throws {
        let pool = try await makePool { $0.connections = 1 }
        let long = Task { try await pool.write(["select pg_sleep(600)"], alone: true) }
        try await eventually {
            try await pool.value(
                """
                select count(*) from pg_stat_activity
                where query like '%pg_sleep%' and datname = current_database() and pid <> pg_backend_pid()
                """) == 1
        }
        #expect(try await pool.value("select 1") == 1)
        _ = try await pool.read(
            """
            select pg_cancel_backend(pid) from pg_stat_activity
            where query like '%pg_sleep%' and datname = current_database() and pid <> pg_backend_pid()
            """)
        #expect(await code { _ = try await long.value } == .server(.queryCanceled))
    }
}
