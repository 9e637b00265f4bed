extension JSONParser {
    mutating func string() throws(Failure) -> String {
        index += 1
        var text: [UInt8] = []
        var start = index
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                text.append(contentsOf: bytes[start..<index])
                index += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw failure("must be valid UTF-8")
                }
                return string
            case UInt8(ascii: "\\"):
                text.append(contentsOf: bytes[start..<index])
                index += 1
                text.append(contentsOf: String(try escape()).utf8)
                start = index
            case ..<0x20:
                throw byte == 0 ? failure("must not contain the character NUL") : malformed()
            default:
                index += 1
            }
        }
        throw malformed()
    }

    private mutating func escape() throws(Failure) -> Unicode.Scalar {
        guard let byte = current else { throw malformed() }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try escapedScalar()
        default: throw malformed()
        }
    }

    /// The scalar after `\u`: four hexadecimal digits, or a surrogate pair of two such escapes.
    private mutating func escapedScalar() throws(Failure) -> Unicode.Scalar {
        let unit = try hexadecimal()
        if unit == 0 { throw failure("must not contain the character NUL") }
        guard UTF16.isSurrogate(UInt16(unit)) else {
            guard let scalar = Unicode.Scalar(unit) else { throw malformed() }
            return scalar
        }
        guard UTF16.isLeadSurrogate(UInt16(unit)), current == UInt8(ascii: "\\"), index + 1 < bytes.count,
            bytes[index + 1] == UInt8(ascii: "u")
        else { throw failure("must not contain half of a surrogate pair") }
        index += 2
        let trail = try hexadecimal()
        guard UTF16.isTrailSurrogate(UInt16(trail)),
            let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10 | (trail - 0xDC00)))
        else { throw failure("must not contain half of a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = byte.hexadecimalValue else { throw malformed() }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    mutating func number() throws(Failure) -> JSONValue {
        let start = index
        if current == UInt8(ascii: "-") { index += 1 }
        let first = current
        try digits()
        if first == UInt8(ascii: "0"), bytes[start..<index].drop(while: { $0 == UInt8(ascii: "-") }).count > 1 {
            throw malformed()
        }
        var whole = true
        if current == UInt8(ascii: ".") {
            whole = false
            index += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            whole = false
            index += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if whole {
            guard let int = Int64(text) else { throw failure("must be a whole number of at most 64 bits") }
            return .int(int)
        }
        guard let double = Double(text), double.isFinite else { throw failure("must be a number that is not so large") }
        return .double(double)
    }

    private mutating func digits() throws(Failure) {
        let start = index
        while let byte = current, byte.isASCIIDigit { index += 1 }
        guard index > start else { throw malformed() }
    }
}
