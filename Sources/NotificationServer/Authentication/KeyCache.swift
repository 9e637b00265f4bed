import FoundationEssentials
import JWTKit
import Logging
import Notifications
import Synchronization

/// A key set that is read when it is first needed, again when it is asked for a key it does not have, and again when it
/// is old, so that a key which has been taken out ends some day. It is read by one task at a time, at most once a minute;
/// when that fails, the keys read before stay.
actor KeyCache {
    /// How long keys are believed without reading them again.
    static let lifetime: TimeInterval = 600
    /// How long after one attempt the next may be made.
    static let pause: TimeInterval = 60

    private let source: KeySource
    private let logger: Logger
    private let now: @Sendable () -> Date
    private var keys = PublicKeys.none
    private var reading: Task<Void, Never>?
    private nonisolated let times = Mutex(Times())

    private struct Times {
        /// When the set was last to be read.
        var attempted: Date?
        /// How often it was read.
        var edition = 0
    }

    init(_ source: KeySource, logger: Logger, now: @escaping @Sendable () -> Date) {
        self.source = source
        self.logger = logger
        self.now = now
    }

    /// The key, or nil when the set has none of that name for that algorithm.
    /// - Throws: `NotificationError.Code.unavailable` when the set has never been read.
    func key(_ kid: String, _ algorithm: SigningAlgorithm) async throws(NotificationError) -> (any JWTAlgorithm)? {
        if let key = keys.key(kid, algorithm) {
            // The answer need not wait for it: what is known is still believed.
            if isOld { refresh() }
            return key
        }
        if mayRead || reading != nil { await refresh().value }
        guard !keys.isEmpty else {
            throw NotificationError(.unavailable, "The keys that tokens are signed with cannot be read right now.")
        }
        return keys.key(kid, algorithm)
    }

    /// Another one after each reading of the set.
    nonisolated var edition: Int { times.withLock { $0.edition } }

    /// Whether keys of that edition are believed without asking for them again, which is what makes the set be read.
    nonisolated func isCurrent(_ edition: Int, at now: Date) -> Bool {
        times.withLock { times in
            times.edition == edition
                && times.attempted.map { now.timeIntervalSince($0) < Self.lifetime } ?? false
        }
    }

    /// Reads the set, unless that is under way already.
    @discardableResult
    func refresh() -> Task<Void, Never> {
        if let reading { return reading }
        let now = now()
        times.withLock { $0.attempted = now }
        let task = Task {
            await read()
            reading = nil
        }
        reading = task
        return task
    }

    private func read() async {
        do {
            keys = try await PublicKeys(jwks: source.read())
            times.withLock { $0.edition += 1 }
        } catch {
            logger.error("A key set cannot be read.", metadata: ["source": "\(source)", "error": "\(error)"])
        }
    }

    private var attempted: Date? { times.withLock { $0.attempted } }

    private var mayRead: Bool { attempted.map { now().timeIntervalSince($0) >= Self.pause } ?? true }

    private var isOld: Bool { attempted.map { now().timeIntervalSince($0) >= Self.lifetime } ?? true }
}
