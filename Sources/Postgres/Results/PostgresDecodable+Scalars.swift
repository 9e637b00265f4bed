import FoundationEssentials

extension Int64: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        type == .int8 || type == .int4 || type == .int2
    }

    public init(decoding cell: Cell) throws(PostgresError) {
        switch cell.type {
        case .int2: self = Int64(try cell.integer(Int16.self))
        case .int4: self = Int64(try cell.integer(Int32.self))
        default: self = try cell.integer(Int64.self)
        }
    }
}

extension Int: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        Int64.decodes(type)
    }

    public init(decoding cell: Cell) throws(PostgresError) {
        guard let value = Int(exactly: try Int64(decoding: cell)) else { throw cell.mismatch("Int") }
        self = value
    }
}

extension Int32: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        type == .int4 || type == .int2
    }

    public init(decoding cell: Cell) throws(PostgresError) {
        self = cell.type == .int2 ? Int32(try cell.integer(Int16.self)) : try cell.integer(Int32.self)
    }
}

extension Bool: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        type == .bool
    }

    public init(decoding cell: Cell) throws(PostgresError) {
        self = try cell.integer(UInt8.self) != 0
    }
}

extension Double: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        type == .float8 || type == .float4
    }

    public init(decoding cell: Cell) throws(PostgresError) {
        switch cell.type {
        case .float4: self = Double(Float(bitPattern: try cell.integer(UInt32.self)))
        default: self = Double(bitPattern: try cell.integer(UInt64.self))
        }
    }
}

extension String: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        type == .text || type == .varchar || type == .name || type == .character
    }

    /// The connection's encoding is UTF-8, so PostgreSQL has checked the bytes.
    public init(decoding cell: Cell) throws(PostgresError) {
        self = String(decoding: try cell.bytes, as: UTF8.self)
    }
}

extension UUID: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        type == .uuid
    }

    public init(decoding cell: Cell) throws(PostgresError) {
        let bytes = try cell.bytes
        guard bytes.count == MemoryLayout<uuid_t>.size else { throw cell.mismatch("UUID") }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

extension Data: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        type == .bytea
    }

    public init(decoding cell: Cell) throws(PostgresError) {
        self.init(try cell.bytes)
    }
}

/// `'infinity'` is a decoding error: no calendar can show it.
extension Date: PostgresDecodable {
    public static func decodes(_ type: PostgresType) -> Bool {
        type == .timestamptz
    }

    public init(decoding cell: Cell) throws(PostgresError) {
        let microseconds = try cell.integer(Int64.self)
        guard microseconds != .max, microseconds != .min else { throw cell.mismatch("a finite Date") }
        let (shifted, overflow) = microseconds.subtractingReportingOverflow(PostgresEpoch.microsecondsBefore2001)
        guard !overflow else { throw cell.mismatch("Date") }
        self.init(timeIntervalSinceReferenceDate: Double(shifted) / 1_000_000)
    }
}
