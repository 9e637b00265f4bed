import Testing

@testable import Postgres

@Suite struct SQLTests {
    @Test func `interpolated values become numbered binds`() {
        let statement: SQL = "select \(1 as Int64) where \("a") = \(true)"
        #expect(statement.text == "select $1 where $2 = $3")
        #expect(statement.binds == [(1 as Int64).bind, "a".bind, true.bind])
    }

    @Test func `a nested statement is renumbered, and dollar signs in its text stay`() {
        let inner: SQL = "price = '$1' and \(7) = any(\([8, 9]))"
        let outer: SQL = "select \("x") where \(inner) or \(inner) limit \(3)"
        #expect(outer.text == "select $1 where price = '$1' and $2 = any($3) or price = '$1' and $4 = any($5) limit $6")
        #expect(outer.binds == ["x".bind, 7.bind, [8, 9].bind, 7.bind, [8, 9].bind, 3.bind])
    }

    @Test func `more than nine binds are renumbered too`() {
        let list = (1...11).map { "\($0)" as SQL }.joined(separator: ", ")
        let statement: SQL = "select \(0), \(list), 'é'"
        #expect(statement.text == "select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'é'")
        #expect(statement.binds == (0...11).map(\.bind))
    }

    @Test func `fragments are added and joined`() {
        let conditions: [SQL] = ["a = \(1)", "b = \(2)"]
        let statement = "select 1 where " + conditions.joined(separator: " and ") + " limit \(5)"
        #expect(statement.text == "select 1 where a = $1 and b = $2 limit $3")
        #expect(([] as [SQL]).joined(separator: ", ").text == "")
    }

    @Test func `an unprepared fragment makes the whole unprepared`() {
        let fragment = ("a" as SQL).unprepared()
        let whole: SQL = "select \(fragment)"
        #expect(!whole.isPrepared)
        #expect(("select 1" as SQL).isPrepared)
    }

    @Test func `a null keeps its type`() {
        #expect((nil as Int64?).bind == .null(.int8))
        #expect((nil as String?).bind == .null(.text))
        #expect((Severity?.none).bind == .null(.text))
        #expect(Severity.warning.bind == "warning".bind)
    }
}

enum Severity: String, PostgresEncodable, PostgresDecodable {
    case info, warning
}
