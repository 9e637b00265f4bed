public import Logging
import NIOCore
import Synchronization

/// One connection, for commands of any number of tasks: they are pipelined and answered in order.
///
/// A command that blocks holds up those behind it, so it wants a connection of its own. A command that is cancelled or gets
/// no reply in time takes the connection with it; nothing is sent twice and nothing reconnects: connect anew. All methods
/// throw `RedisError` only.
public final class RedisConnection: Sendable {
    private let link: Link<CommandHandler>
    private let commandTimeout: Duration
    private let lastID = Atomic<UInt64>(0)

    private init(_ link: Link<CommandHandler>, commandTimeout: Duration) {
        self.link = link
        self.commandTimeout = commandTimeout
    }

    deinit {
        link.channel.close(promise: nil)
    }

    /// A connection that has authenticated, selected its database and answered a PING.
    /// - Throws: `.unreachable`, `.timedOut`, `.protocolViolation`; `.refused` for a wrong password (`WRONGPASS`), none
    ///   (`NOAUTH`) or a server that still reads its data (`LOADING`); `.closed` when the task is cancelled.
    public static func connect(_ configuration: RedisConfiguration, logger: Logger) async throws -> RedisConnection {
        let deadline = NIODeadline.now() + TimeAmount(clamping: configuration.connectTimeout)
        let maximumBulkBytes = configuration.maximumBulkBytes
        let link = try await configuration.open(readsAhead: true, before: deadline) {
            CommandHandler(maximumBulkBytes: maximumBulkBytes)
        }
        let connection = RedisConnection(link, commandTimeout: configuration.commandTimeout)
        do {
            // One after the other: who is refused is told why before the connection is closed.
            for words in configuration.greeting + [["PING"]] {
                let reply = try await connection.send([words], by: deadline).first
                if case .error(let message) = reply { throw configuration.refusal(message) }
                guard reply?.text == (words == ["PING"] ? "PONG" : "OK") else {
                    throw RedisError(.protocolViolation, "the peer does not answer as Redis does")
                }
            }
        } catch {
            await connection.close()
            guard let error = error as? RedisError, error.code == .connectionLost else { throw error }
            throw RedisError(.unreachable, error.message)
        }
        logger.debug("connected to Redis", metadata: ["redis": "\(configuration)"])
        return connection
    }

    /// The reply to one command: its name and its arguments.
    /// - Parameter timeout: in place of the configuration's; for a command that blocks, longer than it may block.
    /// - Throws: an error reply as `.refused`.
    public func command(_ words: [String], timeout: Duration? = nil) async throws -> RESPValue {
        let deadline = NIODeadline.now() + TimeAmount(clamping: timeout ?? commandTimeout)
        let reply = try await send([words], by: deadline).first
        if case .error(let message) = reply { throw RedisError(.refused, message) }
        return reply ?? .null
    }

    /// The replies to commands that are sent together, at most 10,000; an error reply is one of them.
    public func pipeline(_ commands: [[String]]) async throws -> [RESPValue] {
        guard !commands.isEmpty else { return [] }
        return try await send(commands, by: .now() + TimeAmount(clamping: commandTimeout))
    }

    /// Closes the connection. What is in flight fails with `.closed`.
    public func close() async {
        let handler = link.handler
        link.channel.eventLoop.execute {
            handler.value.close(RedisError(.closed, "the connection is closed"))
        }
        try? await link.channel.closeFuture.get()
    }

    private func send(_ commands: [[String]], by deadline: NIODeadline) async throws -> [RESPValue] {
        // Redis answers nothing at all to a command without words.
        guard commands.allSatisfy({ !$0.isEmpty }) else { throw RedisError(.refused, "a command has no words") }
        guard !Task.isCancelled else { throw RedisError.cancelled }
        let (handler, eventLoop) = (link.handler, link.channel.eventLoop)
        let bytes = RESPEncoder.encode(commands)
        let request = CommandHandler.Request(
            id: lastID.add(1, ordering: .relaxed).newValue, replies: commands.count, deadline: deadline,
            promise: eventLoop.makePromise())
        return try await withTaskCancellationHandler {
            eventLoop.execute { handler.value.send(request, bytes) }
            // Cancelled before it was sent, when there was nothing to give up yet.
            if Task.isCancelled { eventLoop.execute { handler.value.cancel(request.id) } }
            return try await request.promise.futureResult.get()
        } onCancel: {
            eventLoop.execute { handler.value.cancel(request.id) }
        }
    }
}
