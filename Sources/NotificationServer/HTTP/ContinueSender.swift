import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Tells a client that waits with its body (`Expect: 100-continue`, RFC 9110, section 10.1.1) to send it, as curl does
/// with a large one: it would lose a second else, and others wait for ever.
///
/// Not when the body is said to be too large: its answer comes at once.
final class ContinueSender: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let bodyLimit: Int
    private var requests = 0
    private var answers = 0
    /// Which request, counted from one, waits behind others that are not answered yet.
    private var waiting: Int?

    init(bodyLimit: Int) {
        self.bodyLimit = bodyLimit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireChannelRead(data)
        guard case .head(let request) = unwrapInboundIn(data) else { return }
        requests += 1
        let length = request.headerFields[.contentLength].flatMap { Int($0) } ?? 0
        guard request.headerFields[.expect]?.lowercased() == "100-continue", length <= bodyLimit else { return }
        if answers == requests - 1 { sendContinue(context) } else { waiting = requests }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        guard case .end = unwrapOutboundIn(data) else { return }
        answers += 1
        if waiting == answers + 1 {
            waiting = nil
            sendContinue(context)
        }
    }

    private func sendContinue(_ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }
}
