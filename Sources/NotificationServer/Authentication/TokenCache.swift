import Crypto
import FoundationEssentials
import Synchronization

/// The tokens that were last found good, by their SHA-256: no token is kept as it is, and each takes little room.
///
/// Of two generations, either of which holds at most half; when the younger is full, the older is forgotten. So what is
/// used stays, and a flood of tokens costs no more than so much memory.
final class TokenCache: Sendable {
    typealias Key = SHA256.Digest

    static let capacity = 10_000

    private struct Generations {
        var young: [Key: VerifiedToken] = [:]
        var old: [Key: VerifiedToken] = [:]
    }

    private let half: Int
    private let generations = Mutex(Generations())

    init(capacity: Int = TokenCache.capacity) {
        half = max(capacity / 2, 1)
    }

    static func key(of bearer: String) -> Key {
        var (hash, bearer) = (SHA256(), bearer)
        bearer.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        return hash.finalize()
    }

    /// nil when it is not known, or not valid any more.
    func token(_ key: Key, at now: Date) -> VerifiedToken? {
        let (young, old) = generations.withLock { generations -> (VerifiedToken?, VerifiedToken?) in
            let young = generations.young[key]
            return (young, young == nil ? generations.old[key] : nil)
        }
        guard let found = young ?? old, found.isValid(at: now) else { return nil }
        if young == nil { insert(found, for: key) }
        return found
    }

    func insert(_ token: VerifiedToken, for key: Key) {
        let forgotten = generations.withLock { generations -> [Key: VerifiedToken] in
            var forgotten: [Key: VerifiedToken] = [:]
            if generations.young.count >= half, generations.young[key] == nil {
                forgotten = generations.old
                generations.old = generations.young
                generations.young = [:]
            }
            generations.young[key] = token
            return forgotten
        }
        // Thousands are not let go of under the lock.
        withExtendedLifetime(forgotten) {}
    }

    /// How many are held.
    var count: Int {
        generations.withLock { $0.young.count + $0.old.count }
    }
}
