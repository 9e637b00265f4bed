import NIOCore

/// Subscribes, and hands over what comes when it is asked for: only then is anything read from the socket.
///
/// Lives on the channel's event loop.
final class SubscriptionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let configuration: RedisConfiguration
    private let channels: [String]
    private var decoder: RESPDecoder
    private var context: ChannelHandlerContext?
    /// Replies to the greeting, and channels, that are not confirmed yet.
    private var ungreeted: Int
    private var unconfirmed: Int
    private var events: [RedisSubscriber.Event] = []
    private var asker: EventLoopPromise<[RedisSubscriber.Event]>?
    private var end: RedisError?
    /// When the peer last gave a sign, or was last asked to be read from; and when it was asked for a sign since.
    private var heard = NIODeadline.now()
    private var pinged: NIODeadline?
    private var timer: Scheduled<Void>?

    init(_ configuration: RedisConfiguration, channels: [String]) {
        self.configuration = configuration
        self.channels = channels
        decoder = RESPDecoder(maximumBulkBytes: configuration.maximumBulkBytes)
        ungreeted = configuration.greeting.count
        unconfirmed = channels.count
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        close(RedisError(.connectionLost, "the connection is closed"))
        self.context = nil
    }

    /// Authenticates and subscribes, by the deadline.
    func start(by deadline: NIODeadline) {
        guard let context else { return }
        send(configuration.greeting + [["SUBSCRIBE"] + channels])
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            if self.unconfirmed > 0 { self.close(RedisError(.timedOut, "no subscription in time")) }
        }
    }

    /// The next events, at least one. One asker at a time.
    func next(_ promise: EventLoopPromise<[RedisSubscriber.Event]>) {
        asker = promise
        // While nobody read from it, the peer may well have answered.
        heard = .now()
        pinged = nil
        deliver()
        if asker != nil { context?.read() }
    }

    func close(_ error: RedisError) {
        guard end == nil else { return }
        end = error
        timer?.cancel()
        deliver()
        context?.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heard = .now()
        pinged = nil
        var bytes = unwrapInboundIn(data)
        do throws(RedisError) {
            while end == nil, let reply = try decoder.next(&bytes) { try receive(reply) }
        } catch {
            close(error)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        deliver()
        if asker != nil { context.read() }
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        lose("the server closed the connection")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        lose("the connection failed: \(error)")
    }

    private func lose(_ reason: String) {
        close(RedisError(unconfirmed > 0 ? .unreachable : .connectionLost, reason))
    }

    /// What came before the end is handed over before the end.
    private func deliver() {
        guard let asker, !events.isEmpty || end != nil else { return }
        self.asker = nil
        let batch = events
        events = []
        if let end, batch.isEmpty { asker.fail(end) } else { asker.succeed(batch) }
    }

    private func receive(_ reply: RESPValue) throws(RedisError) {
        if case .error(let message) = reply { throw configuration.refusal(message) }
        if ungreeted > 0, reply.text == "OK" {
            ungreeted -= 1
            return
        }
        guard let parts = reply.elements, let kind = parts.first?.text else {
            throw RedisError(.protocolViolation, "a reply came that is no message")
        }
        switch (kind, parts.count) {
        case ("message", 3):
            guard let channel = parts[1].text else { throw RedisError(.protocolViolation, "a message has no channel") }
            events.append(.message(channel: channel, payload: parts[2]))
        case ("subscribe", 3) where unconfirmed > 0:
            unconfirmed -= 1
            if unconfirmed == 0 {
                events.append(.subscribed)
                keepAlive()
            }
        case ("pong", 2):
            break
        default:
            throw RedisError(.protocolViolation, "a reply came that is no message")
        }
    }

    private func send(_ commands: [[String]]) {
        context?.writeAndFlush(wrapOutboundOut(RESPEncoder.encode(commands)), promise: nil)
    }

    /// Asks a silent peer for a sign, and gives it up when none comes. While the consumer is at work nothing is read, so
    /// nothing is asked either.
    private func keepAlive() {
        guard let context, end == nil else { return }
        timer?.cancel()
        let now = NIODeadline.now()
        let interval = max(TimeAmount(clamping: configuration.pingInterval), .milliseconds(1))
        let timeout = TimeAmount(clamping: configuration.pongTimeout)
        var due = now + interval
        if asker != nil {
            if let pinged, pinged + timeout <= now {
                return close(RedisError(.connectionLost, "the server gives no sign any more"))
            }
            if pinged == nil, heard + interval <= now {
                send([["PING"]])
                pinged = now
            }
            due = pinged.map { $0 + timeout } ?? (heard + interval)
        }
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { self.keepAlive() }
    }
}
