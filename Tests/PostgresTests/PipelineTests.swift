import Postgres
import TestDatabase
import Testing

@Suite struct PipelineTests {
    @Test(arguments: [true, false])
    func `every one of many callers gets their own answer`(prepares: Bool) async throws {
        let pool = try await makePool { $0.preparesStatements = prepares }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<2000 {
                group.addTask {
                    let answer: Int = try await pool.value("select \(number)")
                    #expect(answer == number)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `an error leaves the others on the connection alone`() async throws {
        let pool = try await makePool { $0.connections = 1 }
        await withTaskGroup { group in
            for number in 0..<300 {
                group.addTask {
                    if number.isMultiple(of: 3) {
                        let failed = await code { _ = try await pool.read("select 1 / \(0)") }
                        #expect(failed == .server(SQLState(rawValue: "22012")))
                    } else if number.isMultiple(of: 5) {
                        let failed = await code { _ = try await pool.read("select nothing from nowhere") }
                        #expect(failed == .server(.undefinedTable))
                    } else {
                        #expect((try? await pool.value("select \(number)")) == number)
                    }
                }
            }
        }
    }

    @Test func `the statements of one write are one transaction`() async throws {
        let pool = try await makePool()
        _ = try await pool.write("create table things (id int primary key)")
        let failed = await code {
            _ = try await pool.write(["insert into things values (1)", "insert into things values (1)"])
        }
        #expect(failed == .server(.uniqueViolation))
        #expect(try await pool.value("select count(*) from things") == 0)
        let rows = try await pool.write([
            "insert into things values (1)", "select count(*) from things", "select set_config('a.b', 'x', true)",
        ])
        #expect(try rows[1][0].decode(Int.self) == 1)
        #expect(rows.count == 3)
        #expect(try await pool.read([]).isEmpty)
    }

    @Test func `an error that comes with the commit is the write's error`() async throws {
        let pool = try await makePool { $0.connections = 1 }
        _ = try await pool.write(
            "create table things (id int constraint things_id_key unique deferrable initially deferred)")
        let twice: SQL = "insert into things values (1), (1)"
        for _ in 0..<3 {
            #expect(await code { _ = try await pool.write(twice) } == .server(.uniqueViolation))
            #expect(try await pool.value("select count(*) from things") == 0)
        }
    }

    @Test func `a table may be made and used in one write`() async throws {
        let pool = try await makePool()
        _ = try await pool.write(["create table things (id int)", "insert into things values (1)"])
        #expect(try await pool.value("select count(*) from things") == 1)
    }

    @Test func `a prepared statement survives a change of its table`() async throws {
        let pool = try await makePool { $0.connections = 1 }
        _ = try await pool.write("create table things (id int)")
        _ = try await pool.write("insert into things values (1)")
        #expect(try await pool.read("select * from things")[0].decode(Int.self) == 1)
        _ = try await pool.write("alter table things alter id type bigint, add name text default 'x'")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let (id, name) = try await pool.read("select * from things")[0].decode(Int.self, String.self)
                    #expect(id == 1 && name == "x")
                }
            }
            try await group.waitForAll()
        }
        _ = try await pool.write("alter table things drop name")
        #expect(try await pool.read("select * from things")[0].decode(Int.self) == 1)
    }

    @Test func `prepared statements that the server forgot are sent again`() async throws {
        let pool = try await makePool { $0.connections = 1 }
        #expect(try await pool.value("select \(1)") == 1)
        _ = try await pool.write(("deallocate all" as SQL).unprepared())
        #expect(try await pool.value("select \(2)") == 2)
        #expect(try await pool.value("select \(3)") == 3)
    }

    @Test func `only so many statements are prepared`() async throws {
        let pool = try await makePool { $0.connections = 1 }
        for number in 0..<300 {
            #expect(try await pool.value(SQL(verbatim: "select \(number)")) == number)
        }
        let prepared: Int = try await pool.value("select count(*) from pg_prepared_statements")
        #expect(prepared == 256)
    }

    @Test func `what cannot be sent is refused`() async throws {
        let pool = try await makePool()
        let tooMany = (0...65_535).map { "\($0)" as SQL }.joined(separator: ", ")
        #expect(await code { _ = try await pool.read("select array[\(tooMany)]") } == .refused)
        #expect(await code { _ = try await pool.read(SQL(verbatim: "select 1\0")) } == .refused)
        #expect(await code { _ = try await pool.read("copy (select 1) to stdout") } == .refused)
        #expect(try await pool.read("").isEmpty)
        #expect(try await pool.value("select 1") == 1)
    }
}
