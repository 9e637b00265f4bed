import Notifications
import Postgres
import Testing

/// Runs the body so many times at once; what each gave, by its number.
func together<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
        for number in 0..<count { group.addTask { (number, try await body(number)) } }
        var values: [Int: Value] = [:]
        for try await (number, value) in group { values[number] = value }
        return (0..<count).compactMap { values[$0] }
    }
}

/// Expects that the body is refused with this code and, when given, that the error names these fields and no others.
func expectRefusal<Value>(
    _ code: NotificationError.Code, fields: Set<String>? = nil, _ what: String = "",
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Value
) async {
    do {
        let value = try await body()
        Issue.record("\(what): not refused but gave \(value)", sourceLocation: sourceLocation)
    } catch let error as NotificationError {
        #expect(error.code == code, "\(what): \(error)", sourceLocation: sourceLocation)
        if let fields {
            #expect(Set(error.fields.map(\.field)) == fields, "\(what): \(error)", sourceLocation: sourceLocation)
        }
    } catch {
        Issue.record("\(what): \(error)", sourceLocation: sourceLocation)
    }
}

extension World {
    /// How many rows the account has in a table.
    func rows(in table: String, of account: Identifier<Account>) async throws -> Int {
        let table = SQL(verbatim: table)
        let rows = try await pool.read("select count(*) from notify.\(table) where account_id = \(account)")
        return try rows[0].decode(Int.self)
    }
}
