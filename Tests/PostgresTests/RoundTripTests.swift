import FoundationEssentials
import Postgres
import TestDatabase
import Testing

@Suite struct RoundTripTests {
    private func roundTrip<Value: PostgresEncodable & PostgresDecodable & Equatable>(_ values: [Value]) async throws {
        let pool = try await makePool()
        for value in values {
            #expect(try await pool.value("select \(value)") == value)
        }
        #expect(try await pool.value("select \(values)") == values)
        let withNull = values.map(Optional.some) + [nil]
        #expect(try await pool.value("select \(withNull)") == withNull)
        #expect(try await pool.value("select \(nil as Value?)") == nil as Value?)
        #expect(try await pool.value("select \([] as [Value])") == [] as [Value])
    }

    @Test func `numbers to their extremes`() async throws {
        try await roundTrip([0, 1, -1, Int64.min, Int64.max])
        try await roundTrip([0, Int.min, Int.max])
        try await roundTrip([0, -1, Int32.min, Int32.max])
        try await roundTrip([0, 0.1, -1e300, .infinity, .leastNonzeroMagnitude])
    }

    @Test func `texts, empty, with quotes and beyond the first plane`() async throws {
        try await roundTrip(["", " ", "NULL", "a\"b'c\\d{e},f", "\r\n", "é👩‍👩‍👧‍👦\u{10FFFF}", "'; drop table x; --"])
        try await roundTrip([JSONText("{}"), JSONText(#"{"a": [1, "é", null]}"#)])
        try await roundTrip([Severity.info, .warning])
    }

    @Test func `truths, identifiers and bytes`() async throws {
        try await roundTrip([true, false])
        try await roundTrip([UUID(), UUID(uuid: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255))])
        try await roundTrip([Data(), Data([0, 255, 92])])
    }

    @Test func `dates to the microsecond, before 1970 too`() async throws {
        let moments = [0, 1_795_000_003.123456, -0.000001, -5_000_000_000.654321, 978_307_200].map {
            Date(timeIntervalSince1970: $0)
        }
        let pool = try await makePool()
        for moment in moments {
            let (back, microseconds) = try #require(
                try await pool.read("select \(moment), (extract(epoch from \(moment)) * 1000000)::bigint").first
            ).decode(Date.self, Int64.self)
            #expect(microseconds == Int64((moment.timeIntervalSince1970 * 1_000_000).rounded()))
            #expect(abs(back.timeIntervalSince(moment)) < 0.000_001)
            #expect(back.bind == moment.bind)
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, 1e13])
    func `a date beyond PostgreSQL's is refused by it`(seconds: Double) async throws {
        let pool = try await makePool()
        let moment = Date(timeIntervalSinceReferenceDate: seconds)
        #expect(await code { _ = try await pool.read("select \(moment)") } == .server(.datetimeFieldOverflow))
    }

    @Test func `a text with U+0000 is refused, not cut`() async throws {
        let pool = try await makePool()
        #expect(await code { _ = try await pool.read("select \("a\0b")") } == .server(.characterNotInRepertoire))
        #expect(try await pool.value("select length(\("a\u{1}b"))") == 3)
    }

    @Test func `narrow columns fit wide integers`() async throws {
        let pool = try await makePool()
        let rows = try await pool.read("select 1::int2, -2::int4, 3::int8, 'x'::varchar(3), 'n'::name")
        let row = try #require(rows.first)
        let (one, minusTwo, three, x, n) = try row.decode(Int.self, Int64.self, Int.self, String.self, String.self)
        #expect(one == 1 && minusTwo == -2 && three == 3 && x == "x" && n == "n")
        #expect(try await pool.value("select array['a', 'b']::varchar[]") == ["a", "b"])
        #expect(try await pool.value("select array[1, 2]::int2[]") == [1, 2])
    }
}
