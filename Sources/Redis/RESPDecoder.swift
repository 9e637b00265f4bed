import NIOCore

/// Reads replies as they arrive, in whatever pieces.
///
/// Each byte is looked at once and kept at most once, so the work is linear however small the pieces are. After an error
/// the stream is out of step for good: it throws the same again.
struct RESPDecoder {
    /// What is read next.
    enum State {
        case type
        case line(UInt8)
        case lineFeed(UInt8)
        case bulk(missing: Int)
        case skipped(length: Int, missing: Int)
        case carriageReturnAfter(RESPValue)
        case lineFeedAfter(RESPValue)
        case failed(RedisError)
    }

    /// An array whose elements are still coming.
    struct Partial {
        let count: Int
        var elements: [RESPValue] = []
    }

    /// Longer bulk strings are skipped.
    let maximumBulkBytes: Int

    var state = State.type
    var line: [UInt8] = []
    var bulk: [UInt8] = []
    var arrays: [Partial] = []
    var elementsOfReply = 0
    var bytesOfReply = 0

    init(maximumBulkBytes: Int) {
        self.maximumBulkBytes = min(max(maximumBulkBytes, 0), RESPLimits.bulkBytes)
    }

    /// The next whole reply; nil when the buffer is used up, which it then is entirely.
    mutating func next(_ buffer: inout ByteBuffer) throws(RedisError) -> RESPValue? {
        do throws(RedisError) {
            while buffer.readableBytes > 0 {
                if let reply = try step(&buffer) { return reply }
            }
            return nil
        } catch {
            state = .failed(error)
            throw error
        }
    }

    private mutating func step(_ buffer: inout ByteBuffer) throws(RedisError) -> RESPValue? {
        switch state {
        case .type:
            try readType(&buffer)
        case .line(let type):
            try readLine(of: type, &buffer)
        case .lineFeed(let type):
            try read(UInt8(ascii: "\n"), &buffer)
            return try endLine(of: type)
        case .bulk(let missing):
            let count = min(missing, buffer.readableBytes)
            bulk.append(contentsOf: buffer.readableBytesView.prefix(count))
            buffer.moveReaderIndex(forwardBy: count)
            state = .bulk(missing: missing - count)
            if missing == count { endBulk() }
        case .skipped(let length, let missing):
            let count = min(missing, buffer.readableBytes)
            buffer.moveReaderIndex(forwardBy: count)
            state =
                missing == count
                ? .carriageReturnAfter(.oversized(length)) : .skipped(length: length, missing: missing - count)
        case .carriageReturnAfter(let value):
            try read(UInt8(ascii: "\r"), &buffer)
            state = .lineFeedAfter(value)
        case .lineFeedAfter(let value):
            try read(UInt8(ascii: "\n"), &buffer)
            return complete(value)
        case .failed(let error):
            throw error
        }
        return nil
    }

    private mutating func readType(_ buffer: inout ByteBuffer) throws(RedisError) {
        guard let type = buffer.readInteger(as: UInt8.self), "+-:$*".utf8.contains(type) else {
            throw RedisError(.protocolViolation, "the peer does not speak RESP2")
        }
        line.removeAll(keepingCapacity: true)
        state = .line(type)
    }

    private func read(_ expected: UInt8, _ buffer: inout ByteBuffer) throws(RedisError) {
        guard buffer.readInteger(as: UInt8.self) == expected else {
            throw RedisError(.protocolViolation, "a line or a string does not end in CRLF")
        }
    }

    private mutating func readLine(of type: UInt8, _ buffer: inout ByteBuffer) throws(RedisError) {
        let bytes = buffer.readableBytesView.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        guard line.count + bytes.count <= RESPLimits.lineBytes else {
            throw RedisError(.protocolViolation, "a line is longer than \(RESPLimits.lineBytes) bytes")
        }
        line.append(contentsOf: bytes)
        buffer.moveReaderIndex(forwardBy: bytes.count)
        guard buffer.readableBytes > 0 else { return }
        try read(UInt8(ascii: "\r"), &buffer)
        state = .lineFeed(type)
    }
}
