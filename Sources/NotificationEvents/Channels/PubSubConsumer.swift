import Logging
import Redis
import Synchronization

/// Takes domain events from Redis channels, as the second source document has it.
///
/// There is no other copy of what comes over a channel: what is published while nobody listens is gone, and each process
/// that listens gets its own. Streams have neither trouble (`StreamConsumer`).
final class PubSubConsumer: Sendable {
    struct Options: Sendable {
        /// How long a message is tried again while the database is away, from its arrival on.
        var patience: Duration = .seconds(30)
        /// How long what has arrived is worked off for at the end.
        var grace: Duration = .seconds(5)

        init() {}
    }

    private let redis: RedisConfiguration
    private let intake: EventIntake
    private let options: Options
    private let logger: Logger
    private static let tooLate = "The database was out of reach for too long."
    let tally = EventTally("channels")
    private let isDatabaseAway = Mutex(false)

    init(redis: RedisConfiguration, intake: EventIntake, options: Options = Options(), logger: Logger) {
        self.redis = redis
        self.intake = intake
        self.options = options
        self.logger = logger
    }

    /// Consumes until the task is cancelled, whatever becomes of Redis and the database meanwhile.
    func run() async {
        let backlog = Backlog<Arrival>(limit: 64 << 20, weight: \.size)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.listen(backlog)
                backlog.close()
            }
            group.addTask {
                try? await finishing(within: self.options.grace) { await self.work(off: backlog) }
            }
        }
    }

    private func listen(_ backlog: Backlog<Arrival>) async {
        var isAway = false
        await RedisSubscriber(redis, channels: EventKind.allCases.map(\.channel), logger: logger).run { event in
            switch event {
            case .message(let channel, let payload):
                tally.receive(1)
                backlog.put(Arrival(channel: channel, payload: payload))
            case .subscribed:
                if isAway { logger.info("Redis is back", metadata: ["for": "channels"]) }
                isAway = false
            case .lost(let error):
                if !isAway { logger.warning("Redis is away", metadata: ["for": "channels", "error": "\(error)"]) }
                isAway = true
            }
        }
    }

    private func work(off backlog: Backlog<Arrival>) async {
        var link = RedisLink(redis, for: RejectedStream.name, logger: logger)
        while true {
            let batch = await backlog.take(64)
            lose(backlog.takeDropped())
            guard !batch.isEmpty else { break }
            await settle(batch, &link)
        }
        lose(backlog.count)
        await link.close()
    }

    private func lose(_ count: Int) {
        guard count > 0 else { return }
        tally.setAside(count)
        logger.error(
            "Events from channels were lost, since more came than could be recorded", metadata: ["lost": "\(count)"])
    }

    private func settle(_ batch: [Arrival], _ link: inout RedisLink) async {
        let settled = await Lanes.run(batch, key: { (try? $0.message.get())?.lane ?? 0 }) { arrival in
            (result: (arrival: arrival, error: await self.settle(arrival)), goesOn: true)
        }
        for (arrival, error) in settled {
            guard let error else { continue }
            tally.setAside()
            let isKept = await keep(arrival, error, &link)
            logger.warning(
                "An event was set aside",
                metadata: ["channel": "\(arrival.channel)", "error": "\(error)", "kept": "\(isKept)"])
        }
    }

    /// - Returns: why it cannot be recorded; nil when it is done with.
    private func settle(_ arrival: Arrival) async -> String? {
        let message: EventMessage
        switch arrival.message {
        case .success(let value): message = value
        case .failure(let malformed): return malformed.description
        }
        let deadline = arrival.time + options.patience
        var backOff = BackOff()
        // One after another would wait for a database that is known to be away.
        if ContinuousClock.now >= deadline, isDatabaseAway.withLock(\.self) { return Self.tooLate }
        while true {
            let outcome = await intake.take(message, fallbackKey: arrival.key)
            tally.settle(outcome)
            switch outcome {
            case .recorded, .replayed, .muted:
                isDatabaseAway.withLock { $0 = false }
                return nil
            case .refused(let sentence), .failed(let sentence): return sentence
            case .postponed(let sentence):
                isDatabaseAway.withLock { $0 = true }
                guard ContinuousClock.now < deadline, await backOff.pause() else { return sentence }
            }
        }
    }

    /// - Returns: whether somebody can look at it later.
    private func keep(_ arrival: Arrival, _ error: String, _ link: inout RedisLink) async -> Bool {
        let command = RejectedStream.adding(source: arrival.channel, id: nil, payload: arrival.bytes, error: error)
        switch await link.pipeline([command])?.first {
        case .error(let sentence)?:
            logger.error("\(RejectedStream.name) takes nothing", metadata: ["error": "\(sentence)"])
            return false
        case nil: return false
        default: return true
        }
    }
}
