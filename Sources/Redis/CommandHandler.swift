import NIOCore

/// Commands out, replies in, in the same order. Lives on the channel's event loop.
final class CommandHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Commands that were sent together and are answered together.
    struct Request {
        let id: UInt64
        let replies: Int
        let deadline: NIODeadline
        let promise: EventLoopPromise<[RESPValue]>
    }

    /// Commands that may wait for their reply.
    static let maximumInFlight = 10_000

    private var decoder: RESPDecoder
    private var context: ChannelHandlerContext?
    private var requests = CircularBuffer<Request>()
    /// Those of the first request that are here.
    private var replies: [RESPValue] = []
    private var inFlight = 0
    private var timer: (deadline: NIODeadline, task: Scheduled<Void>)?
    private var flushes = false
    /// Why there is no connection any more.
    private var end: RedisError?

    init(maximumBulkBytes: Int) {
        decoder = RESPDecoder(maximumBulkBytes: maximumBulkBytes)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        close(RedisError(.connectionLost, "the connection is closed"))
        self.context = nil
    }

    func send(_ request: Request, _ bytes: ByteBuffer) {
        if let end { return request.promise.fail(end) }
        guard let context, inFlight + request.replies <= CommandHandler.maximumInFlight else {
            return request.promise.fail(
                RedisError(.overloaded, "more than \(CommandHandler.maximumInFlight) commands are in flight"))
        }
        inFlight += request.replies
        requests.append(request)
        context.write(wrapOutboundOut(bytes), promise: nil)
        flushSoon(context)
        expect(by: request.deadline)
    }

    /// Gives a request up, and with it the connection: its reply would be taken for that of the next.
    func cancel(_ id: UInt64) {
        guard requests.contains(where: { $0.id == id }) else { return }
        close(
            RedisError(.connectionLost, "the connection was closed, since a command before was cancelled"),
            but: { $0.id == id ? RedisError.cancelled : nil })
    }

    /// Ends what is in flight and the connection. `but` has the errors of those that fail for a reason of their own.
    func close(_ error: RedisError, but own: (Request) -> RedisError? = { _ in nil }) {
        guard end == nil else { return }
        end = error
        timer?.task.cancel()
        timer = nil
        let failed = requests
        requests.removeAll()
        replies = []
        inFlight = 0
        for request in failed { request.promise.fail(own(request) ?? error) }
        context?.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        do throws(RedisError) {
            while end == nil, let reply = try decoder.next(&bytes) { try receive(reply) }
        } catch {
            close(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        close(RedisError(.connectionLost, "the server closed the connection"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        close(error as? RedisError ?? RedisError(.connectionLost, "the connection failed: \(error)"))
    }

    private func receive(_ reply: RESPValue) throws(RedisError) {
        guard let request = requests.first else {
            // As when there are too many clients: said without being asked, before the connection is closed.
            if case .error(let message) = reply { throw RedisError(.refused, message) }
            throw RedisError(.protocolViolation, "a reply came that nobody had asked for")
        }
        replies.append(reply)
        inFlight -= 1
        guard replies.count == request.replies else { return }
        requests.removeFirst()
        let complete = replies
        replies = []
        request.promise.succeed(complete)
    }

    /// One flush for all that is sent in one turn of the event loop.
    private func flushSoon(_ context: ChannelHandlerContext) {
        guard !flushes else { return }
        flushes = true
        context.eventLoop.assumeIsolated().execute {
            self.flushes = false
            self.context?.flush()
        }
    }

    /// One timer for all, at the earliest deadline.
    private func expect(by deadline: NIODeadline) {
        guard let context else { return }
        if let timer {
            guard deadline < timer.deadline else { return }
            timer.task.cancel()
        }
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.checkDeadlines() }
        timer = (deadline, task)
    }

    private func checkDeadlines() {
        timer = nil
        guard let earliest = requests.lazy.map(\.deadline).min() else { return }
        let now = NIODeadline.now()
        guard earliest <= now else { return expect(by: earliest) }
        close(
            RedisError(.connectionLost, "the connection was closed, since a command before got no reply in time"),
            but: { $0.deadline <= now ? RedisError(.timedOut, "no reply in time") : nil })
    }
}
