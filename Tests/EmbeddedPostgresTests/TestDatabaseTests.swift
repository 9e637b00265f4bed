import EmbeddedPostgres
import TestDatabase
import Testing

@Suite struct TestDatabaseTests {
    @Test func `every database is a new and empty one`() async throws {
        let first = try await TestDatabase.shared.makeDatabase()
        let second = try await TestDatabase.shared.makeDatabase()
        try await execute("create table t (n int)", at: first)
        #expect(try await execute("select to_regclass('t')::text", at: second) == [[nil]])
    }

    @Test func `a template is prepared once, however many clones are wanted at the same time`() async throws {
        let clones = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await TestDatabase.shared.makeDatabase(template: "numbers") { url in
                        try await execute("create table numbers as select generate_series(1, 100) as n", at: url)
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(clones).count == 20)
        for url in clones {
            try await expect("select count(*) from numbers", is: "100", at: url)
        }
    }

    @Test func `a cluster of its own is stopped, killed and started again, and keeps what was committed`() async throws
    {
        let cluster = try await TestDatabase.startCluster()
        try await execute("create table t as select 1 as n", at: cluster.conninfo)
        await cluster.stop()
        await #expect(throws: (any Error).self) { try await execute("select 1", at: cluster.conninfo) }
        try await cluster.start()
        try await execute("insert into t values (2)", at: cluster.conninfo)
        try await cluster.kill()
        await #expect(throws: (any Error).self) { try await execute("select 1", at: cluster.conninfo) }
        try await cluster.start()
        try await expect("select count(*) from t", is: "2", at: cluster.conninfo)
        await cluster.remove()
    }
}
