/// One dimension; nulls only where the element is optional.
extension Array: PostgresDecodable where Element: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        type.element.map(Element.decodes) ?? false
    }

    /// Layout: `array_recv` in PostgreSQL's `arrayfuncs.c`. Every length is checked against what is there.
    public init(decoding cell: Cell) throws(PostgresError) {
        let bytes = try cell.bytes
        let owner = cell.owner
        var position = 0

        func integer() -> Int? {
            guard bytes.count - position >= 4 else { return nil }
            defer { position += 4 }
            return Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: Int32.self)))
        }

        guard let dimensions = integer(), integer() != nil, let type = integer(), (0...1).contains(dimensions) else {
            throw cell.mismatch("an array of one dimension")
        }
        self = []
        guard dimensions == 1 else { return }
        guard let count = integer(), integer() != nil, count >= 0, count <= bytes.count / 4 else {
            throw cell.mismatch("an array")
        }
        reserveCapacity(count)
        for _ in 0..<count {
            guard let length = integer(), length <= bytes.count - position else { throw cell.mismatch("an array") }
            let contents =
                length < 0 ? nil : UnsafeRawBufferPointer(rebasing: bytes[position..<(position + length)])
            position += Swift.max(length, 0)
            let element = Cell(
                type: PostgresType(rawValue: UInt32(truncatingIfNeeded: type)), column: cell.column,
                contents: contents, owner: owner)
            append(try Element(decoding: element))
        }
    }
}
