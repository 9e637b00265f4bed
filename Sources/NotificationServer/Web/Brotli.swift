import CBrotli

/// What browsers call `br` (RFC 7932), by the system's Brotli.
enum Brotli {
    /// As small as it can be made, which takes a tenth of a second for 100 KB: for what is compressed once and sent often.
    /// nil when there is no memory for it.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        let limit = BrotliEncoderMaxCompressedSize(bytes.count)
        let output = [UInt8](unsafeUninitializedCapacity: limit) { output, count in
            count = limit
            let isDone = BrotliEncoderCompress(
                BROTLI_MAX_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.count, bytes, &count,
                output.baseAddress)
            if isDone == 0 { count = 0 }
        }
        return output.isEmpty ? nil : output
    }
}
