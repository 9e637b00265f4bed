/// What a line means, and where a value belongs.
extension RESPDecoder {
    mutating func endLine(of type: UInt8) throws(RedisError) -> RESPValue? {
        switch type {
        case UInt8(ascii: "+"):
            return complete(.string(line))
        case UInt8(ascii: "-"):
            return complete(.error(String(decoding: line, as: UTF8.self)))
        case UInt8(ascii: ":"):
            return complete(.integer(try integer()))
        case UInt8(ascii: "$"):
            guard let length = try length(upTo: RESPLimits.bulkBytes) else { return complete(.null) }
            return try beginBulk(length)
        default:
            guard let count = try length(upTo: RESPLimits.elements) else { return complete(.null) }
            return try beginArray(count)
        }
    }

    private mutating func beginBulk(_ length: Int) throws(RedisError) -> RESPValue? {
        if length > maximumBulkBytes {
            state = .skipped(length: length, missing: length)
            return nil
        }
        bytesOfReply += length
        guard bytesOfReply <= RESPLimits.replyBytes else {
            throw RedisError(.protocolViolation, "a reply is larger than \(RESPLimits.replyBytes) bytes")
        }
        // What is only announced costs no memory yet.
        bulk.reserveCapacity(min(length, RESPLimits.lineBytes))
        state = .bulk(missing: length)
        if length == 0 { endBulk() }
        return nil
    }

    mutating func endBulk() {
        state = .carriageReturnAfter(.string(bulk))
        bulk = []
    }

    private mutating func beginArray(_ count: Int) throws(RedisError) -> RESPValue? {
        elementsOfReply += count
        guard elementsOfReply <= RESPLimits.elements else {
            throw RedisError(.protocolViolation, "a reply has more than \(RESPLimits.elements) elements")
        }
        guard arrays.count < RESPLimits.depth else {
            throw RedisError(.protocolViolation, "a reply is nested deeper than \(RESPLimits.depth) arrays")
        }
        if count == 0 { return complete(.array([])) }
        arrays.append(Partial(count: count))
        state = .type
        return nil
    }

    /// Puts the value into the array it is part of; that of the whole reply comes back.
    mutating func complete(_ value: RESPValue) -> RESPValue? {
        state = .type
        var value = value
        while let last = arrays.indices.last {
            arrays[last].elements.append(value)
            guard arrays[last].elements.count == arrays[last].count else { return nil }
            value = .array(arrays.removeLast().elements)
        }
        elementsOfReply = 0
        bytesOfReply = 0
        return value
    }

    /// A length or a count: digits alone; nil for `-1`, which stands for what is absent.
    private func length(upTo limit: Int) throws(RedisError) -> Int? {
        if line.elementsEqual("-1".utf8) { return nil }
        guard line.first.map({ $0 >= UInt8(ascii: "0") }) == true else { throw malformed }
        let value = try integer()
        guard value <= limit else {
            throw RedisError(.protocolViolation, "a length of \(value) is over the limit of \(limit)")
        }
        return Int(value)
    }

    private func integer() throws(RedisError) -> Int64 {
        let isNegative = line.first == UInt8(ascii: "-")
        let digits = isNegative || line.first == UInt8(ascii: "+") ? line.dropFirst() : line[...]
        guard !digits.isEmpty else { throw malformed }
        var value: Int64 = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { throw malformed }
            let digit = Int64(byte - UInt8(ascii: "0"))
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isStillTooLarge) =
                isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
            guard !isTooLarge, !isStillTooLarge else { throw malformed }
            value = sum
        }
        return value
    }

    private var malformed: RedisError { RedisError(.protocolViolation, "a number is malformed") }
}
