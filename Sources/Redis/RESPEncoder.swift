import NIOCore

/// Commands as arrays of bulk strings, each with its length in front: whatever the words hold, they cannot break out.
enum RESPEncoder {
    static func encode(_ commands: [[String]]) -> ByteBuffer {
        // With room for the lengths, so that it grows once at most.
        let capacity = commands.joined().reduce(16 * commands.count) { $0 + $1.utf8.count + 16 }
        var buffer = ByteBufferAllocator().buffer(capacity: capacity)
        for words in commands {
            buffer.writeString("*\(words.count)\r\n")
            for word in words {
                buffer.writeString("$\(word.utf8.count)\r\n")
                buffer.writeString(word)
                buffer.writeStaticString("\r\n")
            }
        }
        return buffer
    }
}
