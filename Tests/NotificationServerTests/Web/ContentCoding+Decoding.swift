import CBrotli.Decoder
import Subprocess

@testable import NotificationServer

extension ContentCoding {
    /// What a program that is not ours makes of compressed bytes; nothing when it finds fault with them.
    func decode(_ bytes: [UInt8]) async throws -> String {
        switch self {
        case .brotli:
            let text = [UInt8](unsafeUninitializedCapacity: 8 << 20) { text, count in
                count = text.count
                let result = BrotliDecoderDecompress(bytes.count, bytes, &count, text.baseAddress)
                if result != BROTLI_DECODER_RESULT_SUCCESS { count = 0 }
            }
            return String(validating: text, as: UTF8.self) ?? ""
        case .gzip:
            let result = try await Subprocess.run(
                .name("gzip"), arguments: ["-dc"], input: .array(bytes), output: .string(limit: 8 << 20),
                error: .string(limit: 1 << 16))
            return result.terminationStatus.isSuccess ? result.standardOutput : ""
        }
    }
}
