/// One column of one row, or one element of an array, in PostgreSQL's binary format.
public struct Cell {
    public let type: PostgresType

    /// Counted from 0.
    public let column: Int

    /// Points into `owner`; nil for null.
    let contents: UnsafeRawBufferPointer?
    let owner: ResultBuffer

    public var isNull: Bool { contents == nil }

    var bytes: UnsafeRawBufferPointer {
        get throws(PostgresError) {
            guard let contents else {
                throw PostgresError(.decoding, "column \(column + 1) is null")
            }
            return contents
        }
    }

    /// The bytes as a number in network order, exactly as wide as the type asked for.
    func integer<Value: FixedWidthInteger>(_: Value.Type) throws(PostgresError) -> Value {
        let bytes = try bytes
        guard bytes.count == MemoryLayout<Value>.size else { throw mismatch("\(Value.self)") }
        return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
    }

    func mismatch(_ wanted: String) -> PostgresError {
        PostgresError(.decoding, "column \(column + 1) of type \(type.rawValue) is not \(wanted)")
    }
}
