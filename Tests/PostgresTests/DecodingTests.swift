import FoundationEssentials
import Postgres
import TestDatabase
import Testing

@Suite struct DecodingTests {
    @Test func `what does not fit is an error, not a guess`() async throws {
        let pool = try await makePool()
        let cases: [(SQL, (Row) throws -> Void)] = [
            ("select 'text'", { _ = try $0.decode(Int64.self) }),
            ("select 1::int8", { _ = try $0.decode(Int32.self) }),
            ("select 1::numeric", { _ = try $0.decode(Double.self) }),
            ("select 1", { _ = try $0.decode(Bool.self) }),
            ("select null::text", { _ = try $0.decode(String.self) }),
            ("select 1, 2", { _ = try $0.decode(Int.self) }),
            ("select 1", { _ = try $0.decode(Int.self, Int.self) }),
            ("select array[1, null]::int8[]", { _ = try $0.decode([Int64].self) }),
            ("select array[['a'], ['b']]", { _ = try $0.decode([String].self) }),
            ("select array['a']", { _ = try $0.decode([Int64].self) }),
            ("select 'infinity'::timestamptz", { _ = try $0.decode(Date.self) }),
            ("select 'neither'", { _ = try $0.decode(Severity.self) }),
        ]
        for (statement, decode) in cases {
            let row = try #require(try await pool.read(statement).first)
            #expect(await code { try decode(row) } == .decoding, "\(statement.text)")
        }
    }

    @Test func `rows are a collection and know how many were affected`() async throws {
        let pool = try await makePool()
        let rows = try await pool.read("select n from generate_series(1, 5) n")
        #expect(rows.count == 5)
        #expect(try rows.map { try $0.decode(Int.self) } == [1, 2, 3, 4, 5])
        #expect(try rows.last.map { try $0.decode(Int.self) } == 5)
        _ = try await pool.write("create table things (id int)")
        #expect(try await pool.write("insert into things select generate_series(1, 7)").affectedCount == 7)
        #expect(try await pool.write("update things set id = 0 where id > 5").affectedCount == 2)
        #expect(try await pool.write("set local work_mem = '1MB'").affectedCount == 0)
    }

    @Test func `a server's error names what it is about`() async throws {
        let pool = try await makePool()
        _ = try await pool.write("create table things (id int constraint things_id_positive check (id > 0))")
        let error = await #expect(throws: PostgresError.self) { try await pool.write("insert into things values (-1)") }
        #expect(error?.state == .checkViolation)
        #expect(error?.constraint == "things_id_positive")
        #expect(error?.table == "things")
        #expect(error?.description.contains("Failing row") == false)
    }
}
