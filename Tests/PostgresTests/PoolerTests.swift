import Postgres
import TestDatabase
import Testing

/// A real pgbouncer hands every transaction to any of three servers.
@Suite(.enabled(if: TestPooler.isInstalled, "\(TestPooler.missing)"))
struct PoolerTests {
    private func withPooler(_ body: (TestPooler, _ direct: Pool) async throws -> Void) async throws {
        let database = try await TestDatabase.shared.makeDatabase()
        let pooler = try await TestPooler(to: database, settings: ["default_pool_size": "3"])
        let direct = Pool(Configuration(url: database), logger: silent)
        try await body(pooler, direct)
        await direct.close()
        await pooler.stop()
    }

    private func makePool(_ pooler: TestPooler, prepares: Bool, _ change: (inout Configuration) -> Void = { _ in })
        -> Pool
    {
        var configuration = Configuration(url: pooler.conninfo)
        configuration.preparesStatements = prepares
        configuration.queueTimeout = .seconds(60)
        change(&configuration)
        return Pool(configuration, logger: silent)
    }

    @Test(arguments: [false, true])
    func `each caller gets their own answer, whatever others have prepared on the same servers`(
        prepares: Bool
    ) async throws {
        try await withPooler { pooler, _ in
            let pools = [makePool(pooler, prepares: prepares), makePool(pooler, prepares: prepares)]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<32 {
                    let pool = pools[caller % 2]
                    group.addTask {
                        // The two have as many statements, in another order and of another meaning.
                        for round in 0..<60 {
                            let kind = (round * (caller % 2 + 1) + caller) % 7
                            let statement: SQL = "select \(SQL(verbatim: "\(caller % 2 * 100 + kind)")) + \(round)"
                            let sum: Int = try await pool.value(statement)
                            #expect(sum == caller % 2 * 100 + kind + round)
                        }
                    }
                }
                try await group.waitForAll()
            }
            for pool in pools { await pool.close() }
        }
    }

    @Test func `a statement that is prepared elsewhere fails a transaction at most once`() async throws {
        try await withPooler { pooler, _ in
            let pool = makePool(pooler, prepares: true) { $0.exclusiveConnections = 2 }
            try await eventually {
                let failed = try await withThrowingTaskGroup(of: Int.self) { group in
                    for caller in 0..<16 {
                        group.addTask {
                            let lost = await code {
                                let sum = try await pool.transaction { transaction in
                                    let rows = try await transaction.query("select \(caller) + 1")
                                    return try rows[0].decode(Int.self)
                                }
                                #expect(sum == caller + 1)
                            }
                            #expect(lost == nil || lost == .server(.invalidStatementName))
                            return lost == nil ? 0 : 1
                        }
                    }
                    return try await group.reduce(0, +)
                }
                #expect(failed <= 2)
                return failed == 0
            }
            await pool.close()
        }
    }

    @Test func `what was under way when the pooler lost the server may have been done, and is not done again`()
        async throws
    {
        let cluster = try await TestDatabase.startCluster()
        let pooler = try await TestPooler(to: cluster.conninfo)
        let pool = makePool(pooler, prepares: false)
        let direct = Pool(Configuration(url: cluster.conninfo), logger: silent)
        let write = Task { await #expect(throws: PostgresError.self) { try await pool.write("select pg_sleep(600)") } }
        try await eventually {
            try await direct.value("select exists (select from pg_stat_activity where wait_event = 'PgSleep')")
        }
        try await cluster.kill()
        let loss = await write.value
        #expect(loss?.code == .outcomeUnknown, "\(String(describing: loss))")
        try await cluster.start()
        try await eventually {
            await code { _ = try await pool.value("select 1", as: Int.self) } == nil
        }
        for pool in [pool, direct] { await pool.close() }
        await pooler.stop()
        await cluster.remove()
    }

    @Test(arguments: [false, true])
    func `the settings hold in every transaction and for nobody else`(prepares: Bool) async throws {
        try await withPooler { pooler, direct in
            let pool = makePool(pooler, prepares: prepares) { $0.statementTimeout = .seconds(77) }
            let others = makePool(pooler, prepares: prepares) { $0.statementTimeout = .seconds(88) }
            let plans = "off force_\(prepares ? "generic" : "custom")_plan off"
            let (shared, alone) = ("200ms \(plans)", "0 \(plans)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<24 {
                    let (pool, time) = caller % 2 == 0 ? (pool, "77s ") : (others, "88s ")
                    group.addTask {
                        for _ in 0..<20 {
                            #expect(try await pool.value(Self.settings) == time + shared)
                            let rows = try await pool.write(["select 1", Self.settings])
                            #expect(try rows.count == 2 && rows[1][0].decode(String.self) == time + shared)
                            let own = try await pool.transaction { transaction in
                                _ = try await transaction.query("select 1")
                                return try await transaction.query(Self.settings)[0].decode(String.self)
                            }
                            #expect(own == time + alone)
                        }
                    }
                }
                try await group.waitForAll()
            }
            // Whichever server they meet is as PostgreSQL made it.
            let usual: String = try await direct.value(
                "select string_agg(reset_val, ' ' order by name) from pg_settings where \(Self.names)")
            for _ in 0..<12 {
                let met = try await pooler.ask(
                    "select string_agg(setting, ' ' order by name) from pg_settings where \(Self.names.text)")
                #expect(met == usual)
            }
            for pool in [pool, others] { await pool.close() }
        }
    }

    private static let names: SQL = "name in ('statement_timeout', 'jit', 'plan_cache_mode', 'enable_seqscan')"

    private static let settings: SQL = """
        select concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'),
                         current_setting('jit'), current_setting('plan_cache_mode'), current_setting('enable_seqscan'))
        """
}
