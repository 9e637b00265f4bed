import CLibPQ

/// One row; its columns are taken in order.
public struct Row: Sendable {
    let result: ResultBuffer
    let index: Int
    /// Of the result's.
    private var columns: Range<Int>

    init(result: ResultBuffer, index: Int) {
        self.result = result
        self.index = index
        columns = 0..<result.columnCount
    }

    /// Some of the columns, counted from 0, as a row of their own; what is beyond the last is left out.
    public subscript(columns part: Range<Int>) -> Row {
        let start = columns.lowerBound + min(max(part.lowerBound, 0), columns.count)
        let end = columns.lowerBound + min(max(part.upperBound, 0), columns.count)
        var row = self
        row.columns = start..<max(start, end)
        return row
    }

    /// The columns in order: `let (id, title, readAt) = try row.decode(Int64.self, String.self, Date?.self)`.
    ///
    /// Throws `PostgresError` with the code `.decoding` when the number of columns, a type (by OID) or a null does not
    /// fit.
    public func decode<each Column: PostgresDecodable>(
        _ types: repeat (each Column).Type
    ) throws(PostgresError) -> (repeat each Column) {
        var expected = 0
        for _ in repeat (each types) { expected += 1 }
        guard expected == columns.count else {
            throw PostgresError(
                .decoding, "the row has \(columns.count) columns, \(expected) were asked for")
        }
        var column = columns.lowerBound
        return (repeat try next((each types), &column))
    }

    /// The only column, as above.
    public func decode<Column: PostgresDecodable>(_ type: Column.Type) throws(PostgresError) -> Column {
        guard columns.count == 1 else {
            throw PostgresError(.decoding, "the row has \(columns.count) columns, 1 was asked for")
        }
        var column = columns.lowerBound
        return try next(type, &column)
    }

    private func next<Value: PostgresDecodable>(_: Value.Type, _ column: inout Int) throws(PostgresError) -> Value {
        let cell = cell(at: column)
        column += 1
        guard Value.decodes(cell.type) else { throw cell.mismatch("\(Value.self)") }
        return try Value(decoding: cell)
    }

    /// `column` is within the result: `decode` has counted.
    private func cell(at column: Int) -> Cell {
        let type = PostgresType(rawValue: PQftype(result.pointer, Int32(column)))
        return Cell(type: type, column: column, contents: bytes(at: column), owner: result)
    }

    /// nil for null, and beyond the last. There as long as the result is.
    func contents(of column: Int) -> UnsafeRawBufferPointer? {
        guard column >= 0, column < columns.count else { return nil }
        return bytes(at: columns.lowerBound + column)
    }

    private func bytes(at column: Int) -> UnsafeRawBufferPointer? {
        let (row, field) = (Int32(index), Int32(column))
        guard PQgetisnull(result.pointer, row, field) == 0, let start = PQgetvalue(result.pointer, row, field) else {
            return nil
        }
        return UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result.pointer, row, field)))
    }
}
