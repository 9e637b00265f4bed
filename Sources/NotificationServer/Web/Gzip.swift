import CZlib

/// What browsers call `gzip` (RFC 1952), by the system's zlib.
enum Gzip {
    /// As small as zlib can make it: for what is compressed once and sent often. nil when zlib has no memory for it.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        // Sixteen more than the largest window asks for the gzip framing.
        guard
            deflateInit2_(
                &stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        guard let length = UInt32(exactly: bytes.count),
            let limit = UInt32(exactly: deflateBound(&stream, UInt(length)))
        else { return nil }
        var input = bytes
        let output = [UInt8](unsafeUninitializedCapacity: Int(limit)) { output, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = length
                stream.next_out = output.baseAddress
                stream.avail_out = limit
                let status = deflate(&stream, Z_FINISH)
                count = status == Z_STREAM_END ? Int(limit - stream.avail_out) : 0
            }
        }
        return output.isEmpty ? nil : output
    }
}
