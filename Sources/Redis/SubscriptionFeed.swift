import NIOCore

/// One subscription, until it is lost or closed.
struct SubscriptionFeed: Sendable {
    private let link: Link<SubscriptionHandler>

    init(_ configuration: RedisConfiguration, channels: [String], by deadline: NIODeadline) async throws {
        link = try await configuration.open(readsAhead: false, before: deadline) {
            SubscriptionHandler(configuration, channels: channels)
        }
        let handler = link.handler
        link.channel.eventLoop.execute { handler.value.start(by: deadline) }
    }

    /// The next events, at least one. A cancelled task gets `.closed`, and the feed is closed.
    func next() async throws -> [RedisSubscriber.Event] {
        let handler = link.handler
        let eventLoop = link.channel.eventLoop
        let promise = eventLoop.makePromise(of: [RedisSubscriber.Event].self)
        return try await withTaskCancellationHandler {
            eventLoop.execute { handler.value.next(promise) }
            return try await promise.futureResult.get()
        } onCancel: {
            eventLoop.execute { handler.value.close(RedisError.cancelled) }
        }
    }

    func close() {
        let handler = link.handler
        link.channel.eventLoop.execute { handler.value.close(RedisError(.closed, "the subscription is closed")) }
    }
}
