import CLibPQ
import Dispatch

/// One statement on a connection of its own, outside any transaction; for what only has to work, not to be fast.
///
/// Values that are null come as nil. libpq blocks, so it does that on a thread that is not Swift's.
@discardableResult
package func execute(_ sql: String, at url: String) async throws -> [[String?]] {
    try await blocking {
        let connection = PQconnectdb(url)
        defer { PQfinish(connection) }
        guard PQstatus(connection) == CONNECTION_OK else {
            throw StatementError(state: nil, message: String(cString: PQerrorMessage(connection)))
        }
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else {
            throw StatementError(
                state: PQresultErrorField(result, sqlStateField).map { String(cString: $0) },
                message: String(cString: PQerrorMessage(connection)))
        }
        return (0..<PQntuples(result)).map { row in
            (0..<PQnfields(result)).map { column in
                PQgetisnull(result, row, column) == 1 ? nil : String(cString: PQgetvalue(result, row, column))
            }
        }
    }
}

/// `PG_DIAG_SQLSTATE`, a macro that Swift does not see.
private let sqlStateField = CInt(UInt8(ascii: "C"))

/// Whether a server takes connections there.
func accepts(_ url: String) async throws -> Bool {
    try await blocking { PQping(url) == PQPING_OK }
}

/// What PostgreSQL answered instead of a result; `state` is its SQLSTATE, nil when there was no connection.
package struct StatementError: Error, CustomStringConvertible {
    package let state: String?
    package let message: String

    package var description: String { message }
}

private func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async {
            continuation.resume(with: Result { try work() })
        }
    }
}
