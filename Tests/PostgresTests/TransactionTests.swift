import Postgres
import TestDatabase
import Testing

@Suite struct TransactionTests {
    struct Change: Error {}

    private func makeThings(_ change: (inout Configuration) -> Void = { _ in }) async throws -> Pool {
        let pool = try await makePool(change)
        _ = try await pool.write("create table things (id int primary key, n int not null default 0)")
        return pool
    }

    @Test func `a body that returns is committed`() async throws {
        let pool = try await makeThings()
        let count = try await pool.transaction { transaction in
            _ = try await transaction.query("insert into things values (1)")
            #expect(try await pool.value("select count(*) from things") == 0)
            return try await transaction.query("select count(*) from things")[0].decode(Int.self)
        }
        #expect(count == 1)
        #expect(try await pool.value("select count(*) from things") == 1)
    }

    @Test func `a body that throws is rolled back`() async throws {
        let pool = try await makeThings()
        await #expect(throws: Change.self) {
            try await pool.transaction { transaction in
                _ = try await transaction.query("insert into things values (1)")
                throw Change()
            }
        }
        #expect(try await pool.value("select count(*) from things") == 0)
    }

    @Test func `a failed statement that the body ignores is not committed`() async throws {
        let pool = try await makeThings()
        let failed = await code {
            try await pool.transaction { transaction in
                _ = try await transaction.query("insert into things values (1)")
                let inner = await code { _ = try await transaction.query("select nothing from nowhere") }
                #expect(inner == .server(.undefinedTable))
            }
        }
        #expect(failed == .server(.inFailedTransaction))
        #expect(try await pool.value("select count(*) from things") == 0)
    }

    @Test func `a transaction cannot be used after its end`() async throws {
        let pool = try await makeThings()
        let leaked = try await pool.transaction { $0 }
        #expect(await code { _ = try await leaked.query("select 1") } == .closed)
    }

    @Test func `a lost connection ends the transaction`() async throws {
        let pool = try await makeThings()
        let failed = await code {
            try await pool.transaction { transaction in
                _ = try await transaction.query("insert into things values (1)")
                let process = try await transaction.query("select pg_backend_pid()")[0].decode(Int.self)
                _ = try await pool.read("select pg_terminate_backend(\(process)::int)")
                try await eventually { await code { _ = try await transaction.query("select 1") } != nil }
                _ = try await transaction.query("insert into things values (2)")
            }
        }
        #expect(failed == .unreachable)
        #expect(try await pool.value("select count(*) from things") == 0)
        #expect(try await pool.transaction { try await $0.query("select 1").count } == 1)
    }

    @Test func `transactions wait for a connection of their own`() async throws {
        let pool = try await makeThings {
            $0.exclusiveConnections = 2
            $0.queueTimeout = .seconds(60)
        }
        _ = try await pool.write("insert into things values (1)")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await pool.transaction { transaction in
                        _ = try await transaction.query("select n from things where id = 1 for update")
                        _ = try await transaction.query("update things set n = n + 1 where id = 1")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await pool.value("select n from things") == 20)
    }

    @Test func `who waits too long for a connection is told so`() async throws {
        let pool = try await makeThings {
            $0.exclusiveConnections = 1
            $0.queueTimeout = .seconds(2)
        }
        try await pool.transaction { _ in
            #expect(await code { try await pool.transaction { _ in } } == .overloaded)
        }
        try await pool.transaction { _ in }
    }

    @Test func `a cancelled task rolls back`() async throws {
        let pool = try await makeThings { $0.exclusiveConnections = 1 }
        let task = Task {
            try await pool.transaction { transaction in
                _ = try await transaction.query("insert into things values (1)")
                try await Task.sleep(for: .seconds(60))
            }
        }
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(try await pool.transaction { try await $0.query("select * from things").count } == 0)
    }

    @Test func `a deadlock between writes is tried again`() async throws {
        let pool = try await makeThings()
        _ = try await pool.write("insert into things values (1), (2)")
        let database = try await name(of: pool)
        _ = try await pool.write("alter database \(database) set deadlock_timeout = '20ms'")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<2 {
                let order: [Int] = number.isMultiple(of: 2) ? [1, 2] : [2, 1]
                group.addTask {
                    _ = try await pool.write(
                        order.flatMap { id -> [SQL] in
                            ["update things set n = n + 1 where id = \(id)", "select pg_sleep(0.05)"]
                        })
                }
            }
            try await group.waitForAll()
        }
        #expect(try await pool.value("select sum(n)::int from things") == 4)
    }

    private func name(of pool: Pool) async throws -> SQL {
        SQL(verbatim: try await pool.value("select quote_ident(current_database())"))
    }
}
