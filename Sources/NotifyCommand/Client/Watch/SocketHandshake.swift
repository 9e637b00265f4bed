import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// Asks for a WebSocket (RFC 6455, section 4.1).
struct SocketHandshake {
    enum Result: Sendable {
        case open(NIOAsyncChannel<WebSocketFrame, Never>)
        /// The server has answered something else.
        case refused(EventLoopFuture<Answer>)
    }

    static let largestMessage = 1 << 20
    /// What the answer to a refused one may take.
    private static let largestAnswer = 1 << 20

    let server: ServerAddress
    let head: HTTPRequestHead

    /// - Parameter path: below the server's address, with its query.
    init(_ server: ServerAddress, path: String, token: String?) {
        self.server = server
        var headers = HTTPHeaders(token: token)
        let isUsualPort = server.port == (server.isEncrypted ? 443 : 80)
        headers.add(name: "Host", value: isUsualPort ? server.host : "\(server.host):\(server.port)")
        headers.add(name: "Sec-WebSocket-Protocol", value: "notify.v1")
        head = HTTPRequestHead(version: .http1_1, method: .GET, uri: server.path + path, headers: headers)
    }

    /// A connection, on which the request has gone out or is about to.
    func connect(within limit: Duration) async throws -> (channel: any Channel, result: EventLoopFuture<Result>) {
        let tls = server.isEncrypted ? try Self.tls.get() : nil
        // By its address, when it has no name: no SNI then.
        let name = (try? SocketAddress(ipAddress: server.plainHost, port: server.port)) == nil ? server.host : nil
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(TimeAmount(min(limit, .seconds(10))))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connect(host: server.plainHost, port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name)) }
                    let upgrade = NIOTypedHTTPClientUpgradeConfiguration<Result>(
                        upgradeRequestHead: head, upgraders: [Self.upgrader], notUpgradingCompletionHandler: Self.refuse
                    )
                    var configuration = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: upgrade)
                    // The first message may come in the same packet as the answer.
                    configuration.leftOverBytesStrategy = .forwardBytes
                    let result = try pipeline.configureUpgradableHTTPClientPipeline(configuration: configuration)
                    return (channel, result)
                }
            }
    }

    private static let tls = Swift.Result {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // A farewell of TLS's own need not be waited for.
        configuration.shutdownTimeout = .milliseconds(200)
        return try NIOSSLContext(configuration: configuration)
    }

    private static var upgrader: NIOTypedWebSocketClientUpgrader<Result> {
        NIOTypedWebSocketClientUpgrader(maxFrameSize: largestMessage) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandlers(
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1024,
                        maxAccumulatedFrameSize: largestMessage),
                    IdleStateHandler(
                        readTimeout: SocketUpkeep.idleTimes.silence, writeTimeout: SocketUpkeep.idleTimes.ping),
                    SocketUpkeep())
                return .open(try NIOAsyncChannel(wrappingChannelSynchronously: channel))
            }
        }
    }

    @Sendable private static func refuse(_ channel: any Channel) -> EventLoopFuture<Result> {
        channel.eventLoop.makeCompletedFuture {
            let answer = channel.eventLoop.makePromise(of: Answer.self)
            try channel.pipeline.syncOperations.addHandler(AnswerCollector(answer, limit: largestAnswer))
            return .refused(answer.futureResult)
        }
    }
}

/// Takes the answer to its end.
private final class AnswerCollector: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let answer: EventLoopPromise<Answer>
    private let limit: Int
    private var head: HTTPResponseHead?
    private var body = ByteBuffer()

    init(_ answer: EventLoopPromise<Answer>, limit: Int) {
        self.answer = answer
        self.limit = limit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(var part):
            guard body.readableBytes + part.readableBytes <= limit else {
                return answer.fail(NIOTooManyBytesError(maxBytes: limit))
            }
            body.writeBuffer(&part)
        case .end:
            guard let head else { return answer.fail(CutShort()) }
            answer.succeed(Answer(status: head.status, headers: head.headers, body: body))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answer.fail(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        answer.fail(CutShort())
        context.fireChannelInactive()
    }
}
