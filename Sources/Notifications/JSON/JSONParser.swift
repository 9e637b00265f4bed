/// Reads JSON text (RFC 8259) that a stranger has sent.
///
/// Stricter than the RFC asks, since what is read is stored in PostgreSQL and handed to other people's parsers: no byte
/// order mark, no `\u0000`, no lone surrogate, no name twice in an object, at most `maximumDepth` levels, whole numbers
/// within 64 bits, others finite. A name is compared as Swift compares strings, so `é` written in two ways is the same.
package struct JSONParser {
    package static let maximumDepth = 32

    /// Why a text is refused. `member` is the top-level member it is in, if any.
    package struct Failure: Error, Hashable {
        package let member: String?
        package let message: String
    }

    let bytes: [UInt8]
    var index = 0
    private var depth = 0
    private var member: String?

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        var parser = JSONParser(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw parser.failure("must not begin with a byte order mark")
        }
        parser.skipBlanks()
        let value = try parser.value()
        parser.skipBlanks()
        guard parser.index == bytes.count else {
            throw parser.failure("must end after the first JSON value (byte \(parser.index))")
        }
        return value
    }

    /// The next byte, or nil at the end.
    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    func failure(_ message: String) -> Failure {
        Failure(member: member, message: message)
    }

    func malformed() -> Failure {
        let place = index < bytes.count ? "byte \(index)" : "its end"
        return Failure(member: nil, message: "must be valid JSON (the error is at \(place))")
    }

    private mutating func value() throws(Failure) -> JSONValue {
        switch current {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object() throws(Failure) -> [String: JSONValue] {
        try descend()
        var members: [String: JSONValue] = [:]
        if try ends(with: UInt8(ascii: "}")) { return members }
        while true {
            guard current == UInt8(ascii: "\"") else { throw malformed() }
            let name = try string()
            if depth == 1 { member = name }
            skipBlanks()
            try expect(UInt8(ascii: ":"))
            skipBlanks()
            let value = try value()
            guard members.updateValue(value, forKey: name) == nil else { throw failure("is given more than once") }
            if depth == 1 { member = nil }
            if try !continues(until: UInt8(ascii: "}")) { return members }
        }
    }

    private mutating func array() throws(Failure) -> [JSONValue] {
        try descend()
        var elements: [JSONValue] = []
        if try ends(with: UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try value())
            if try !continues(until: UInt8(ascii: "]")) { return elements }
        }
    }

    private mutating func descend() throws(Failure) {
        index += 1
        depth += 1
        guard depth <= Self.maximumDepth else {
            throw failure("must not be nested more than \(Self.maximumDepth) levels deep")
        }
        skipBlanks()
    }

    /// Whether the container that has just begun is empty.
    private mutating func ends(with end: UInt8) throws(Failure) -> Bool {
        guard current == end else { return false }
        index += 1
        depth -= 1
        return true
    }

    /// Whether a comma follows, and so another element, or `end`.
    private mutating func continues(until end: UInt8) throws(Failure) -> Bool {
        skipBlanks()
        if try ends(with: end) { return false }
        try expect(UInt8(ascii: ","))
        skipBlanks()
        return true
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
        let end = index + text.utf8CodeUnitCount
        let matches = text.withUTF8Buffer { end <= bytes.count && bytes[index..<end].elementsEqual($0) }
        guard matches else { throw malformed() }
        index = end
        return value
    }

    private mutating func expect(_ byte: UInt8) throws(Failure) {
        guard current == byte else { throw malformed() }
        index += 1
    }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }
}
