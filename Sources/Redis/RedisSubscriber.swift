public import Logging
import NIOCore

/// Hears what is published on channels, on a connection of its own that it makes again whenever it is lost.
///
/// What is published while there is no connection is gone: `.subscribed` tells when to catch up from elsewhere.
public struct RedisSubscriber: Sendable {
    public enum Event: Sendable {
        /// All channels are subscribed to, at first and again after every loss.
        case subscribed
        /// The payload is a string, or `.oversized`.
        case message(channel: String, payload: RESPValue)
        /// There is no connection; said once for each attempt. The next one follows.
        case lost(RedisError)
    }

    private let configuration: RedisConfiguration
    private let channels: [String]
    private let logger: Logger

    /// - Parameter channels: at least one; their names, not patterns.
    public init(_ configuration: RedisConfiguration, channels: [String], logger: Logger) {
        self.configuration = configuration
        self.channels = channels
        self.logger = logger
    }

    /// Hands over one event after the other, in order, until the task is cancelled. While `handle` is at work nothing more
    /// is read than what came along with this event, so that a slow one holds up the sender and not our memory.
    ///
    /// Attempts to connect follow each other in 0.1 s, doubling to 10 s, and at once again in 0.1 s after a success.
    public func run(_ handle: (Event) async -> Void) async {
        var backOff = BackOff()
        while !Task.isCancelled {
            let deadline = NIODeadline.now() + TimeAmount(clamping: configuration.connectTimeout)
            do {
                let feed = try await SubscriptionFeed(configuration, channels: channels, by: deadline)
                defer { feed.close() }
                while true {
                    for event in try await feed.next() {
                        guard !Task.isCancelled else { return }
                        if case .subscribed = event {
                            backOff.reset()
                            logger.debug("subscribed", metadata: ["redis": "\(configuration)"])
                        }
                        await handle(event)
                    }
                }
            } catch {
                guard !Task.isCancelled else { return }
                let error = error as? RedisError ?? RedisError(.connectionLost, "\(error)")
                logger.debug("not subscribed", metadata: ["redis": "\(configuration)", "reason": "\(error)"])
                await handle(.lost(error))
                try? await Task.sleep(for: backOff.next())
            }
        }
    }
}
