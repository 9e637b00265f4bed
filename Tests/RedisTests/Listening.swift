import Logging
import Redis
import Testing

/// A subscriber in a task of its own, and what it has heard.
final class Listening {
    private let task: Task<Void, Never>
    private var events: AsyncStream<RedisSubscriber.Event>.Iterator

    /// - Parameter pause: what the handler waits for before it takes an event.
    init(
        _ configuration: RedisConfiguration, channels: [String], pause: @escaping @Sendable () async -> Void = {}
    ) {
        let (stream, continuation) = AsyncStream.makeStream(of: RedisSubscriber.Event.self)
        events = stream.makeAsyncIterator()
        let subscriber = RedisSubscriber(configuration, channels: channels, logger: silent)
        task = Task {
            await subscriber.run { event in
                continuation.yield(event)
                await pause()
            }
            continuation.finish()
        }
    }

    deinit {
        task.cancel()
    }

    /// Cancels it, and returns when it has ended.
    func stop() async {
        task.cancel()
        await task.value
    }

    func next() async -> RedisSubscriber.Event? {
        await events.next(isolation: #isolation)
    }

    /// The payload of the next event, which is a message.
    func payload() async -> RESPValue? {
        guard case .message(_, let payload) = await next() else { return nil }
        return payload
    }

    func expectSubscribed(sourceLocation: SourceLocation = #_sourceLocation) async {
        guard case .subscribed = await next() else {
            Issue.record("not subscribed", sourceLocation: sourceLocation)
            return
        }
    }

    /// The next loss; what comes before it is left out.
    func loss() async -> RedisError? {
        while let event = await next() {
            if case .lost(let error) = event { return error }
        }
        return nil
    }

    /// Leaves out everything until it is subscribed again.
    func resubscribed() async {
        while let event = await next() {
            if case .subscribed = event { return }
        }
    }
}
