extension Row {
    /// A column as it came, in PostgreSQL's binary format and where libpq has put it: nil for null, and beyond the last.
    /// The bytes are there within `body` only. Nothing tells of which type they are.
    package func withBytes<Value>(
        of column: Int, _ body: (UnsafeRawBufferPointer?) throws -> Value
    ) rethrows -> Value {
        try withExtendedLifetime(result) { try body(contents(of: column)) }
    }

    /// A whole number of 64 bits, or what is one in PostgreSQL's format, such as a time; nil for null and for other lengths.
    package func integer(_ column: Int) -> Int64? {
        withBytes(of: column) { bytes in
            guard let bytes, bytes.count == MemoryLayout<Int64>.size else { return nil }
            return Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        }
    }

    /// nil for null.
    package func bool(_ column: Int) -> Bool? {
        withBytes(of: column) { $0?.first.map { $0 != 0 } }
    }
}
