import Postgres
import TestDatabase
import Testing

@Suite struct MigratorTests {
    private let first = Migration(
        number: 1, name: "001_things.sql", sql: "create table things (id int); insert into things values (1), (2);")
    private let second = Migration(number: 2, name: "002_more.sql", sql: "insert into things values (3);\n-- $1 'x'\n")

    private func make() async throws -> (Configuration, Pool) {
        let configuration = Configuration(url: try await TestDatabase.shared.makeDatabase())
        return (configuration, Pool(configuration, logger: silent))
    }

    private func migrator(_ migrations: Migration...) -> Migrator {
        Migrator(migrations, logger: silent)
    }

    @Test func `what is missing is applied, once and in order`() async throws {
        let (configuration, pool) = try await make()
        #expect(try await migrator(second, first).pending(pool) == [first, second])
        #expect(try await migrator(first).run(on: configuration) == [first])
        #expect(try await migrator(second, first).pending(pool) == [second])
        #expect(try await migrator(second, first).run(on: configuration) == [second])
        #expect(try await migrator(second, first).run(on: configuration) == [])
        #expect(try await pool.value("select count(*) from things") == 3)
        let names: String = try await pool.value("select string_agg(name, ' ' order by number) from schema_migrations")
        #expect(names == "001_things.sql 002_more.sql")
    }

    @Test func `several may start at once`() async throws {
        let (configuration, pool) = try await make()
        let applied = try await withThrowingTaskGroup(of: [Migration].self) { group in
            for _ in 0..<8 {
                group.addTask { try await migrator(first, second).run(on: configuration) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.map(\.number).sorted() == [1, 2])
        #expect(try await pool.value("select count(*) from things") == 3)
    }

    @Test func `an edited file is named`() async throws {
        let (configuration, pool) = try await make()
        _ = try await migrator(first).run(on: configuration)
        let edited = migrator(Migration(number: 1, name: "001_things.sql", sql: "select 1"))
        let error = await #expect(throws: PostgresError.self) { try await edited.run(on: configuration) }
        #expect(error?.message == "001_things.sql was edited after it was applied; write a new migration")
        #expect(await code { _ = try await edited.pending(pool) } == .migration)
    }

    @Test func `a database newer than the program is left alone`() async throws {
        let (configuration, _) = try await make()
        _ = try await migrator(first, second).run(on: configuration)
        let error = await #expect(throws: PostgresError.self) { try await migrator(first).run(on: configuration) }
        #expect(error?.message.contains("newer") == true)
        #expect(error?.message.contains("002_more.sql") == true)
    }

    @Test(arguments: [
        "create table half (id int); select 1 / 0", "create table half (id int); selec 1",
        "create table half (id int); rollback",
    ])
    func `a failing migration leaves nothing and keeps those before it`(sql: String) async throws {
        let (configuration, pool) = try await make()
        let bad = Migration(number: 2, name: "002_bad.sql", sql: sql)
        let error = await #expect(throws: PostgresError.self) {
            try await migrator(first, bad).run(on: configuration)
        }
        #expect(error?.code == .migration)
        #expect(error?.message.hasPrefix("002_bad.sql failed") == true)
        #expect(try await pool.value("select to_regclass('half') is null"))
        #expect(try await pool.value("select max(number) from schema_migrations") == 1)
        #expect(try await migrator(first, second).run(on: configuration) == [second])
    }

    @Test func `files that cannot be right are refused`() async throws {
        let (configuration, _) = try await make()
        let twin = Migration(number: 1, name: "1_twin.sql", sql: "")
        #expect(await code { _ = try await migrator(first, twin).run(on: configuration) } == .migration)
        let cut = Migration(number: 3, name: "003_cut.sql", sql: "select 1;\0 drop table things")
        #expect(await code { _ = try await migrator(first, cut).run(on: configuration) } == .migration)
        #expect(Migration(name: "010_x.sql", sql: "")?.number == 10)
        #expect(Migration(name: "x.sql", sql: "") == nil)
    }

    @Test func `a schema of its own is made, and keeps clear of other tables`() async throws {
        let (configuration, pool) = try await make()
        _ = try await pool.write("create table things (name text)")
        _ = try await pool.write("create table schema_migrations (version text)")
        let migrator = Migrator([first, second], schema: "od\"d", logger: silent)
        #expect(try await migrator.pending(pool) == [first, second])
        #expect(try await migrator.run(on: configuration) == [first, second])
        #expect(try await migrator.run(on: configuration) == [])
        #expect(try await migrator.pending(pool) == [])
        #expect(try await pool.value("select count(*) from \"od\"\"d\".things") == 3)
        #expect(try await pool.value("select count(*) from things") == 0)
    }

    @Test func `a newer database lacks nothing, but is not migrated by an older program`() async throws {
        let (configuration, pool) = try await make()
        _ = try await migrator(first, second).run(on: configuration)
        #expect(try await migrator(first).pending(pool) == [])
        #expect(await code { _ = try await migrator(first).run(on: configuration) } == .migration)
    }
}
