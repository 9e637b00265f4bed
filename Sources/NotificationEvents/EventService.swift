public import Logging
public import Notifications
public import Postgres
public import Redis

/// Domain events in from Redis, and word of each new notification back out to it. The second source document's
/// "Architecture", with streams beside channels for those who may lose nothing.
public struct EventService: Sendable {
    private let streams: StreamConsumer
    private let channels: PubSubConsumer?
    private let relay: CreatedRelay
    private let logger: Logger

    /// - Parameters:
    ///   - doorbell: rung after every change, for open inboxes (`LiveFeed`); nil: one of its own.
    ///   - defaultAccount: whose an event is that names no account, and whose creator no account knows.
    ///   - listensToChannels: whether pub/sub is consumed beside the streams. Each process that listens gets each message:
    ///     among several, all but one should not, unless the events have an `event_id`.
    ///   - claimAfter: an entry of a stream is taken over from a process that has not acknowledged it for so long.
    public init(
        redis: RedisConfiguration, pool: Pool, catalogue: Catalogue = .standard, doorbell: Doorbell? = nil,
        defaultAccount: Identifier<Account>? = nil, listensToChannels: Bool = true,
        claimAfter: Duration = .seconds(30), logger: Logger
    ) {
        var streamOptions = StreamConsumer.Options()
        streamOptions.claimAfter = claimAfter
        self.init(
            redis: redis, pool: pool, catalogue: catalogue, doorbell: doorbell, defaultAccount: defaultAccount,
            listensToChannels: listensToChannels, streamOptions: streamOptions, logger: logger)
    }

    init(
        redis: RedisConfiguration, pool: Pool, catalogue: Catalogue = .standard, doorbell: Doorbell? = nil,
        defaultAccount: Identifier<Account>? = nil, listensToChannels: Bool = true,
        streamOptions: StreamConsumer.Options, channelOptions: PubSubConsumer.Options = .init(), logger: Logger
    ) {
        var redis = redis
        redis.maximumBulkBytes = EventMessage.maximumSize
        let relay = CreatedRelay(redis: redis, pool: pool, catalogue: catalogue, logger: logger)
        let service = NotificationService(pool, catalogue: catalogue, doorbell: doorbell) { relay.submit($0) }
        let intake = EventIntake(pool: pool, service: service, defaultAccount: defaultAccount)
        self.relay = relay
        self.logger = logger
        streams = StreamConsumer(redis: redis, pool: pool, intake: intake, options: streamOptions, logger: logger)
        channels =
            listensToChannels
            ? PubSubConsumer(redis: redis, intake: intake, options: channelOptions, logger: logger) : nil
    }

    /// For every `NotificationService` beside this: users are told of what it makes, too. Does not wait.
    public var onCreation: @Sendable (Notification) -> Void {
        { [relay] in relay.submit($0) }
    }

    /// Consumes and relays until the task is cancelled, whatever becomes of Redis and the database meanwhile. Then it
    /// finishes what is in hand, for at most 5 seconds, and tells of the last new notifications, for at most 2 more. To be
    /// called once.
    public func run() async {
        let relaying = Task { await relay.run() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await streams.run() }
            group.addTask { await channels?.run() }
            group.addTask { await logEveryMinute() }
        }
        relay.close()
        try? await finishing(within: .seconds(2)) {
            await withTaskCancellationHandler {
                await relaying.value
            } onCancel: {
                relaying.cancel()
            }
        }
        logCounts()
    }

    /// What has become of the events so far: from streams, and from channels when they are listened to.
    var tallies: [EventTally] { [streams.tally] + (channels.map { [$0.tally] } ?? []) }

    private func logEveryMinute() async {
        while (try? await Task.sleep(for: .seconds(60))) != nil { logCounts() }
    }

    private func logCounts() {
        for tally in tallies { tally.log(to: logger) }
        relay.logLosses()
    }
}
