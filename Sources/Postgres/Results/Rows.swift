/// The rows that one statement gave. They own their memory; rows kept alone keep all of it.
public struct Rows: Sendable, RandomAccessCollection {
    let result: ResultBuffer

    init(_ result: ResultBuffer) {
        self.result = result
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { result.rowCount }

    /// The rows inserted, updated, deleted or selected; 0 for other statements.
    public var affectedCount: Int { result.affectedCount }

    public subscript(position: Int) -> Row {
        precondition(position >= 0 && position < result.rowCount, "no row \(position) among \(result.rowCount)")
        return Row(result: result, index: position)
    }
}
