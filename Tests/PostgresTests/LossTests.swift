import Postgres
import TestDatabase
import Testing

@Suite struct LossTests {
    /// Ends every other session of this database, from a pool apart.
    private func terminate(_ url: String) async throws {
        let pool = Pool(Configuration(url: url), logger: silent)
        _ = try await pool.read(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and application_name = 'victim'
            """)
        await pool.close()
    }

    private func makeVictim() async throws -> (Pool, String) {
        var configuration = Configuration(url: try await TestDatabase.shared.makeDatabase())
        configuration.applicationName = "victim"
        configuration.connections = 1
        configuration.lockTimeout = .seconds(60)
        return (Pool(configuration, logger: silent), configuration.url)
    }

    /// Cuts the connection under a statement that waits for a lock, and then lets go of the lock.
    private func cutWhileLocked<Answer: Sendable>(
        _ ask: @escaping @Sendable (Pool) async throws -> Answer
    ) async throws -> (Answer, Pool) {
        let (pool, url) = try await makeVictim()
        let other = Pool(Configuration(url: url), logger: silent)
        _ = try await other.write("create table things (id int)")
        let asking = try await other.transaction { transaction in
            _ = try await transaction.query("select pg_advisory_xact_lock(1)")
            let asking = Task { try await ask(pool) }
            try await eventually { try await other.waitingForLocks() == 1 }
            let before: Int = try await other.value(
                """
                select pid from pg_stat_activity
                where datname = current_database() and application_name = 'victim'
                """)
            try await terminate(url)
            // Again, in a session of its own.
            try await eventually {
                try await other.value(
                    """
                    select count(*) from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock' and pid <> \(before)
                    """) == 1
            }
            return asking
        }
        return (try await asking.value, pool)
    }

    @Test func `a lost connection repeats a read`() async throws {
        let (answer, _) = try await cutWhileLocked { pool in
            try await pool.value("select 42 from pg_advisory_xact_lock(1)") as Int
        }
        #expect(answer == 42)
    }

    @Test func `a write that the server broke off is not half done, and is sent again`() async throws {
        let (_, pool) = try await cutWhileLocked { pool in
            try await pool.write(["insert into things values (1)", "select pg_advisory_xact_lock(1)"])
        }
        #expect(try await pool.value("select count(*) from things") == 1)
    }

    @Test func `idle connections that were cut are opened again`() async throws {
        let (pool, url) = try await makeVictim()
        for _ in 0..<5 {
            #expect(try await pool.value("select 1") == 1)
            try await terminate(url)
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: [false, true])
    func `through a restart reads recover and no acknowledged write is lost`(isKilled: Bool) async throws {
        let cluster = try await TestDatabase.startCluster()
        var configuration = Configuration(url: cluster.conninfo)
        configuration.queueTimeout = .seconds(30)
        let pool = Pool(configuration, logger: silent)
        _ = try await pool.write("create table things (id int primary key)")
        let diary = Diary()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask { await diary.keepWriting(to: pool, from: writer, step: 16) }
                group.addTask { await diary.keepReading(from: pool) }
            }
            for _ in 0..<2 {
                let before = diary.acknowledged.count
                try await eventually { diary.acknowledged.count > before + 200 }
                if isKilled { try await cluster.kill() } else { await cluster.stop() }
                try await cluster.start()
                let after = diary.acknowledged.count
                try await eventually { diary.acknowledged.count > after + 200 }
            }
            diary.close()
            try await group.waitForAll()
        }
        let there = Set(try await pool.read("select id from things").map { try $0.decode(Int.self) })
        #expect(diary.acknowledged.subtracting(there).isEmpty)
        #expect(diary.refused.isDisjoint(with: there))
        #expect(diary.failedReads.isEmpty)
        await pool.close()
        await cluster.remove()
    }

    @Test func `a server that is gone makes callers wait, then says why`() async throws {
        let cluster = try await TestDatabase.startCluster()
        var configuration = Configuration(url: cluster.conninfo)
        configuration.queueTimeout = .milliseconds(300)
        let pool = Pool(configuration, logger: silent)
        #expect(try await pool.value("select 1") == 1)
        await cluster.stop()
        try await eventually { await code { _ = try await pool.read("select 1") } == .unreachable }
        let error = await #expect(throws: PostgresError.self) { try await pool.write("select 1") }
        #expect(error?.message.contains("connection to server") == true)
        try await cluster.start()
        try await eventually { await code { _ = try await pool.read("select 1") } == nil }
        await pool.close()
        await cluster.remove()
    }
}
