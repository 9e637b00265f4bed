import CLibPQ

/// A `PGresult`, freed when the last row that points into it is gone.
///
/// `@unchecked Sendable`: the pointer is taken over from `PQgetResult` by the only initialiser, nothing writes to a
/// result afterwards, libpq's accessors only read it, and `PQclear` happens once, in `deinit`, when nobody holds it. A
/// result outlives its connection (libpq manual, 34.3.1); the notice hooks copied into it are only called for indices
/// out of range, which are checked before.
final class ResultBuffer: @unchecked Sendable {
    let pointer: OpaquePointer
    let rowCount: Int
    let columnCount: Int

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
        rowCount = Int(PQntuples(pointer))
        columnCount = Int(PQnfields(pointer))
    }

    deinit {
        PQclear(pointer)
    }

    /// The rows that a statement inserted, updated, deleted or selected; 0 for others.
    var affectedCount: Int {
        guard let text = PQcmdTuples(pointer) else { return 0 }
        return Int(String(cString: text)) ?? 0
    }

    /// What ran, as `INSERT 0 1` or `ROLLBACK`.
    var commandTag: String {
        PQcmdStatus(pointer).map { String(cString: $0) } ?? ""
    }
}
