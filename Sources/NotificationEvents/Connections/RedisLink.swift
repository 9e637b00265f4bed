import Logging
import Redis

/// A connection to Redis that is opened when there is something to send, given up when it fails, and opened again after
/// a while. What is sent meanwhile is lost.
struct RedisLink {
    private let configuration: RedisConfiguration
    private let purpose: String
    private let logger: Logger
    private var connection: RedisConnection?
    private var lastUse = ContinuousClock.now
    private var backOff = BackOff()
    private var awayUntil: ContinuousClock.Instant?

    /// - Parameter purpose: what is sent over it, as the log calls it.
    init(_ configuration: RedisConfiguration, for purpose: String, logger: Logger) {
        self.configuration = configuration
        self.purpose = purpose
        self.logger = logger
    }

    /// Whether there is no use in sending anything just now.
    var isAway: Bool { awayUntil.map { ContinuousClock.now < $0 } ?? false }

    /// Nothing is sent twice.
    /// - Returns: the replies; nil when Redis is away.
    mutating func pipeline(_ commands: [[String]]) async -> [RESPValue]? {
        guard !isAway else { return nil }
        do {
            let connection = try await open()
            let replies = try await connection.pipeline(commands)
            lastUse = .now
            return replies
        } catch {
            await lose(error)
            return nil
        }
    }

    mutating func close() async {
        await connection.take()?.close()
    }

    private mutating func open() async throws -> RedisConnection {
        if let connection {
            // One that has been idle may be dead, and nothing is to be lost to find out.
            if ContinuousClock.now - lastUse < .seconds(1) { return connection }
            if (try? await connection.command(["PING"], timeout: .seconds(2))) != nil { return connection }
            await close()
        }
        let new = try await RedisConnection.connect(configuration, logger: logger)
        connection = new
        if awayUntil != nil {
            awayUntil = nil
            logger.info("Redis is back", metadata: ["for": "\(purpose)"])
        }
        backOff.reset()
        return new
    }

    private mutating func lose(_ error: any Error) async {
        await close()
        if awayUntil == nil, !Task.isCancelled {
            logger.warning("Redis is away", metadata: ["for": "\(purpose)", "error": "\(error)"])
        }
        awayUntil = .now + backOff.next()
    }
}
