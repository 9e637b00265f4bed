import NIOCore

@testable import Redis

/// Replies of any shape, as the server would write them.
enum Replies {
    static func random(depth: Int = 0, using generator: inout SplitMix64) -> RESPValue {
        switch Int.random(in: 0..<(depth < 4 ? 8 : 6), using: &generator) {
        case 0: .null
        case 1: .integer(Int64.random(in: .min ... .max, using: &generator))
        case 2: .error("ERR " + String(repeating: "é", count: .random(in: 0..<9, using: &generator)))
        case 3, 4, 5:
            .string(
                (0..<Int.random(in: 0..<20, using: &generator)).map { _ in .random(in: 0...255, using: &generator) })
        default:
            .array(
                (0..<Int.random(in: 0..<6, using: &generator)).map { _ in random(depth: depth + 1, using: &generator) })
        }
    }

    static func encode(_ value: RESPValue) -> [UInt8] {
        switch value {
        case .null: Array("$-1\r\n".utf8)
        case .integer(let number): Array(":\(number)\r\n".utf8)
        case .error(let message): Array("-\(message)\r\n".utf8)
        case .string(let bytes): Array("$\(bytes.count)\r\n".utf8) + bytes + Array("\r\n".utf8)
        case .oversized(let count): Array("$\(count)\r\n".utf8) + Array(repeating: 120, count: count) + [13, 10]
        case .array(let elements): Array("*\(elements.count)\r\n".utf8) + elements.flatMap(encode)
        }
    }

    /// All that the pieces hold. Records each time that the decoder leaves bytes of a piece for later.
    static func decode(
        _ pieces: some Sequence<some Collection<UInt8>>, maximumBulkBytes: Int = 131_072,
        leftOver: (Int) -> Void = { _ in }
    ) throws(RedisError) -> [RESPValue] {
        var decoder = RESPDecoder(maximumBulkBytes: maximumBulkBytes)
        var values: [RESPValue] = []
        for piece in pieces {
            var buffer = ByteBuffer(bytes: piece)
            while let value = try decoder.next(&buffer) { values.append(value) }
            if buffer.readableBytes > 0 { leftOver(buffer.readableBytes) }
        }
        return values
    }

    /// The bytes, cut at places left to chance.
    static func cut(_ bytes: [UInt8], using generator: inout SplitMix64) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(.random(in: 1...(Bool.random(using: &generator) ? 3 : 200), using: &generator))
            pieces.append(piece)
            rest = rest[piece.endIndex...]
        }
        return pieces
    }
}
