/// One value of a statement in PostgreSQL's binary format, with its type.
public struct Bind: Sendable, Hashable {
    public let type: PostgresType
    let value: Value

    enum Value: Sendable, Hashable {
        case null
        /// The lower `width` bytes, sent most significant first.
        case fixed(UInt64, width: Int)
        case text(String)
        case bytes([UInt8])
    }

    init(_ type: PostgresType, _ value: Value) {
        self.type = type
        self.value = value
    }

    /// SQL's null, of the given type.
    public static func null(_ type: PostgresType) -> Bind {
        Bind(type, .null)
    }

    var isNull: Bool {
        value == .null
    }

    func append(to bytes: inout [UInt8]) {
        switch value {
        case .null: break
        case .fixed(let bits, let width): bytes.append(bigEndian: bits, width: width)
        case .text(let text): bytes.append(contentsOf: text.utf8)
        case .bytes(let more): bytes.append(contentsOf: more)
        }
    }
}

extension [UInt8] {
    mutating func append(bigEndian bits: UInt64, width: Int) {
        var shift = width * 8
        while shift > 0 {
            shift -= 8
            append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
    }
}
