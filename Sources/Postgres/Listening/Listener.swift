import Logging

/// Hears what is sent with `notify`, on a connection of its own (a direct one: poolers by the transaction lose them).
/// <https://www.postgresql.org/docs/15/sql-listen.html>
public struct Listener: Sendable {
    private let configuration: Configuration
    private let logger: Logger

    public enum Event: Sendable, Hashable {
        /// Listening, at first and again after every loss. What was sent before is gone: catch up from the tables now.
        case connected
        case notification(channel: String, payload: String)
    }

    /// Events that wait for a slow consumer. Beyond that the oldest go, and `.connected` is said again.
    static let buffered = 1024

    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Listens until the consumer goes away; connects again for ever, with pauses of up to a second. One consumer.
    public func events(_ channels: [String]) -> AsyncStream<Event> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Event.self, bufferingPolicy: .bufferingNewest(Listener.buffered))
        guard let wakeUp = WakeUp() else {
            logger.error("cannot listen: the process has no descriptor left")
            continuation.finish()
            return stream
        }
        let stop = StopFlag(wakeUp)
        continuation.onTermination = { _ in stop.set() }
        let ear = Ear(
            configuration: configuration, channels: channels, logger: logger, stop: stop, continuation: continuation)
        if !Thread.start("postgres listen", { ear.run() }) {
            logger.error("cannot listen: the system gives no thread")
            continuation.finish()
        }
        return stream
    }
}
