import NIOCore
import Testing

@testable import Redis

struct RESPFuzzTests {
    private static let telling = Array("+-:$*0123456789\r\n\r\n\r\n".utf8)

    @Test(arguments: UInt64(0)..<4)
    func `Whatever bytes come, there is a value or an error, and an end`(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        var outcomes = (values: 0, errors: 0, wrong: 0)
        for turn in 0..<5_000 {
            let bytes = turn.isMultiple(of: 2) ? noise(using: &generator) : mutated(using: &generator)
            var left = 0
            do throws(RedisError) {
                let pieces = Replies.cut(bytes, using: &generator)
                let values = try Replies.decode(pieces, maximumBulkBytes: 20) { left += $0 }
                outcomes.values += values.count
                // Each value takes a line at least, so there can be no more of them.
                if values.count > bytes.count / 3 || left > 0 { outcomes.wrong += 1 }
            } catch {
                outcomes.errors += 1
                if error.code != .protocolViolation { outcomes.wrong += 1 }
            }
        }
        #expect(outcomes.values > 1_000 && outcomes.errors > 1_000)
        #expect(outcomes.wrong == 0)
    }

    private func noise(using generator: inout SplitMix64) -> [UInt8] {
        (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
            Int.random(in: 0..<10, using: &generator) == 0
                ? .random(in: 0...255, using: &generator)
                : RESPFuzzTests.telling.randomElement(using: &generator) ?? 0
        }
    }

    /// A few replies, of which a few bytes are other ones, gone or doubled.
    private func mutated(using generator: inout SplitMix64) -> [UInt8] {
        var bytes = (0..<4).flatMap { _ in Replies.encode(Replies.random(using: &generator)) }
        for _ in 0..<Int.random(in: 0..<4, using: &generator) {
            guard let place = bytes.indices.randomElement(using: &generator) else { break }
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes[place] = RESPFuzzTests.telling.randomElement(using: &generator) ?? 0
            case 1: bytes.remove(at: place)
            default: bytes.insert(bytes[place], at: place)
            }
        }
        return bytes
    }
}
