import Postgres
import TestDatabase
import Testing

@Suite struct LimitTests {
    /// A pool with one connection that carries one caller, and that one is held up until the lock is let go.
    private func whileHeldUp(
        maximumQueued: Int = 4096, queueTimeout: Duration = .seconds(30), _ body: (Pool) async throws -> Void
    ) async throws {
        let url = try await TestDatabase.shared.makeDatabase()
        let other = Pool(Configuration(url: url), logger: silent)
        _ = try await other.write("create table things (id int primary key)")
        var configuration = Configuration(url: url)
        configuration.connections = 1
        configuration.maximumInFlight = 1
        configuration.maximumQueued = maximumQueued
        configuration.queueTimeout = queueTimeout
        configuration.lockTimeout = .seconds(60)  // nobody is moved aside
        let pool = Pool(configuration, logger: silent)
        let held = try await other.transaction { transaction in
            _ = try await transaction.query("lock table things")
            let held = Task { try await pool.write("insert into things values (1)") }
            try await eventually { try await other.waitingForLocks() == 1 }
            try await body(pool)
            return held
        }
        #expect(try await held.value.affectedCount == 1)
        #expect(try await pool.value("select count(*) from things") == 1)
    }

    @Test func `a cancelled caller that is not yet sent is taken back`() async throws {
        try await whileHeldUp { pool in
            let waiting = Task { try await pool.write("insert into things values (2)") }
            waiting.cancel()
            let result = await waiting.result
            #expect(await code { _ = try result.get() } == .cancelled)
        }
    }

    @Test func `a task cancelled before it asks sends nothing`() async throws {
        try await whileHeldUp { pool in
            let asking = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await code { _ = try await pool.write("insert into things values (3)") }
            }
            #expect(await asking.value == .cancelled)
        }
    }

    @Test func `a sent statement runs to its end though its task is cancelled`() async throws {
        let url = try await TestDatabase.shared.makeDatabase()
        var configuration = Configuration(url: url)
        configuration.lockTimeout = .seconds(60)
        let pool = Pool(configuration, logger: silent)
        let other = Pool(Configuration(url: url), logger: silent)
        _ = try await other.write("create table things (id int primary key)")
        let task = try await other.transaction { transaction in
            _ = try await transaction.query("lock table things")
            let task = Task { try await pool.write("insert into things values (1)") }
            try await eventually { try await other.waitingForLocks() == 1 }
            task.cancel()
            return task
        }
        #expect(try await task.value.affectedCount == 1)
        #expect(try await pool.value("select count(*) from things") == 1)
    }

    @Test func `callers beyond the queue's end are refused at once`() async throws {
        try await whileHeldUp(maximumQueued: 1) { pool in
            let (codes, continuation) = AsyncStream.makeStream(of: PostgresError.Code?.self)
            for _ in 0..<2 {
                Task { continuation.yield(await code { _ = try await pool.read("select 1") }) }
            }
            var answers = codes.makeAsyncIterator()
            #expect(await answers.next() == .overloaded)
        }
    }

    @Test func `who waits too long for their turn is told so`() async throws {
        try await whileHeldUp(queueTimeout: .seconds(2)) { pool in
            #expect(await code { _ = try await pool.write("insert into things values (4)") } == .overloaded)
        }
    }

    @Test func `a statement that takes too long is cancelled by the server`() async throws {
        let pool = try await makePool { $0.statementTimeout = .milliseconds(50) }
        #expect(await code { _ = try await pool.read("select pg_sleep(10)") } == .server(.queryCanceled))
        #expect(try await pool.value("select 1") == 1)
    }

    @Test func `closing lets what is under way finish and takes nothing new`() async throws {
        let url = try await TestDatabase.shared.makeDatabase()
        let other = Pool(Configuration(url: url), logger: silent)
        var configuration = Configuration(url: url)
        configuration.lockTimeout = .seconds(60)
        let pool = Pool(configuration, logger: silent)
        _ = try await other.write("create table things (id int primary key)")
        let (running, inside, closing) = try await other.transaction { transaction in
            _ = try await transaction.query("lock table things")
            let running = Task { try await pool.write("insert into things values (1)").affectedCount }
            let inside = Task {
                try await pool.transaction { transaction in
                    _ = try await transaction.query("insert into things values (2)")
                    return try await transaction.query("insert into things values (3)").affectedCount
                }
            }
            try await eventually { try await other.waitingForLocks() == 2 }
            let closing = Task { await pool.close() }
            try await eventually { await code { try await pool.transaction { _ in } } == .closed }
            return (running, inside, closing)
        }
        #expect(try await running.value == 1)
        #expect(try await inside.value == 1)
        await closing.value
        #expect(await code { try await pool.transaction { _ in } } == .closed)
        #expect(try await other.value("select count(*) from things") == 3)
        await pool.close()
    }

    @Test func `what does not finish in time is let go of`() async throws {
        let url = try await TestDatabase.shared.makeDatabase()
        let watcher = Pool(Configuration(url: url), logger: silent)
        for isReading in [true, false] {
            var configuration = Configuration(url: url)
            configuration.closeTimeout = .milliseconds(50)
            let pool = Pool(configuration, logger: silent)
            let asking = Task {
                await code {
                    let nap: SQL = "select pg_sleep(20)"
                    _ = isReading ? try await pool.read(nap) : try await pool.write(nap)
                }
            }
            try await eventually {
                try await watcher.value(
                    """
                    select count(*) from pg_stat_activity
                    where datname = current_database() and query = 'select pg_sleep(20)' and state = 'active'
                    """) == (isReading ? 1 : 2)
            }
            await pool.close()
            #expect(await asking.value == (isReading ? .closed : .outcomeUnknown))
        }
    }

    @Test func `run keeps the connections until its task is cancelled`() async throws {
        let pool = try await makePool { $0.connections = 3 }
        let service = Task { await pool.run() }
        try await eventually {
            try await pool.value("select count(*) from pg_stat_activity where datname = current_database()") == 3
        }
        service.cancel()
        await service.value
        #expect(await code { _ = try await pool.read("select 1") } == .closed)
    }

    @Test func `a pool that is let go of closes its connections`() async throws {
        let url = try await TestDatabase.shared.makeDatabase()
        let watcher = Pool(Configuration(url: url), logger: silent)
        do {
            var configuration = Configuration(url: url)
            configuration.applicationName = "left"
            let pool = Pool(configuration, logger: silent)
            _ = try await pool.read("select 1")
            try await pool.transaction { _ in }
        }
        try await eventually {
            try await watcher.value("select count(*) from pg_stat_activity where application_name = 'left'") == 0
        }
    }
}
