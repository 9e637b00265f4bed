import FoundationEssentials
import Logging
import Postgres
import Redis

/// Takes domain events from Redis streams, of the same names as the channels, in the consumer group `notify`.
///
/// An entry is acknowledged only once what it says is committed, and its own id is the idempotency key if its sender
/// gives none: whatever dies, it is recorded once. What can never be recorded is kept in `RejectedStream`.
struct StreamConsumer: Sendable {
    struct Options: Sendable {
        /// An entry that somebody has taken is taken from them when they have not acknowledged it for so long.
        var claimAfter: Duration = .seconds(30)
        /// How often it is looked for such.
        var claimEvery: Duration = .seconds(10)
        /// An entry is set aside when it has failed so many times. A database that is away does not count.
        var maximumTries = 5
        /// How long the batch in hand is finished for at the end.
        var grace: Duration = .seconds(5)

        init() {}
    }

    let redis: RedisConfiguration
    let pool: Pool
    let intake: EventIntake
    let options: Options
    let logger: Logger
    let tally = EventTally("streams")
    /// Unlike any other, so that a new process never takes what an old one is still at.
    private let name: String = {
        let process = ProcessInfo.processInfo
        return "\(process.hostName)-\(process.processIdentifier)-\(UInt32.random(in: .min ... .max))"
    }()

    init(
        redis: RedisConfiguration, pool: Pool, intake: EventIntake, options: Options = Options(), logger: Logger
    ) {
        self.redis = redis
        self.pool = pool
        self.intake = intake
        self.options = options
        self.logger = logger
    }

    /// Consumes until the task is cancelled, whatever becomes of Redis meanwhile; then finishes the batch in hand.
    func run() async {
        var backOff = BackOff()
        var isAway = false
        while !Task.isCancelled {
            do {
                try await connected { session in
                    try await serve(session) {
                        if isAway { logger.info("Redis is back", metadata: ["for": "streams"]) }
                        isAway = false
                        backOff.reset()
                    }
                }
            } catch {
                if Task.isCancelled { break }
                if !isAway { logger.warning("Redis is away", metadata: ["for": "streams", "error": "\(error)"]) }
                isAway = true
                guard await backOff.pause() else { break }
            }
        }
        await leave()
    }

    /// - Parameter hasRead: told each time that Redis has answered.
    private func serve(_ session: StreamSession, hasRead: () -> Void) async throws {
        var session = session
        try await session.open()
        // Nothing is in hand: what is this consumer's own was cut off when its connection was lost.
        try await reclaim(session, .own)
        var nextClaim = ContinuousClock.now
        while !Task.isCancelled {
            if ContinuousClock.now >= nextClaim {
                try await session.open()
                try await reclaim(session, .abandoned(options.claimAfter))
                nextClaim = .now + options.claimEvery
            }
            do {
                // No longer than until the next claim is due.
                let entries = try await session.read(for: min(.seconds(5), max(.milliseconds(1), nextClaim - .now)))
                hasRead()
                try await settle(entries, session)
            } catch let error as RedisError where error.isOfGroup {
                try await session.open()
            }
        }
    }

    /// Takes this consumer off the groups, unless something is pending that somebody else will claim.
    private func leave() async {
        try? await finishing(within: .seconds(1)) {
            try await connected { await $0.leave() }
        }
    }

    private func connected(_ body: (StreamSession) async throws -> Void) async throws {
        let connection = try await RedisConnection.connect(redis, logger: logger)
        do {
            try await body(StreamSession(connection, name: name, logger: logger))
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }
}

extension RedisError {
    /// The group or the stream is gone, or is something else now.
    fileprivate var isOfGroup: Bool { ["NOGROUP", "UNBLOCKED", "WRONGTYPE"].contains(prefix) }
}
