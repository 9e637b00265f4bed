import NIOCore

/// One subscription, until it is lost or closed.
struct SubscriptionFeed: Sendable {
    private let line: Line<SubscriptionHandler>

    init(_ configuration: RedisConfiguration, channels: [String], by deadline: NIODeadline) async throws {
        line = try await configuration.open(readsAhead: false, before: deadline) {
            SubscriptionHandler(configuration, channels: channels)
        }
        let handler = line.handler
        line.channel.eventLoop.execute { handler.value.start(by: deadline) }
    }

    /// The next events, at least one. A cancelled task gets `.closed`, and the feed is closed.
    func next() async throws -> [RedisSubscriber.Event] {
        let handler = line.handler
        let eventLoop = line.channel.eventLoop
        let promise = eventLoop.makePromise(of: [RedisSubscriber.Event].self)
        return try await withTaskCancellationHandler {
            eventLoop.execute { handler.value.next(promise) }
            return try await promise.futureResult.get()
        } onCancel: {
            eventLoop.execute { handler.value.close(RedisError.cancelled) }
        }
    }

    func close() {
        let handler = line.handler
        line.channel.eventLoop.execute { handler.value.close(RedisError(.closed, "the subscription is closed")) }
    }
}
