import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection in good order after an answer that says `Connection: close`, and makes every answer say so after
/// which NIO reads no further request.
///
/// That is so after `Connection: upgrade` (a client that would like h2c, say): NIO's decoder then takes all that follows
/// for the other protocol, which nobody here speaks, and the client's next request would wait for ever (swift-nio
/// 2.101). RFC 9110, section 7.8, lets a server ignore the wish; the client then sends its next request elsewhere.
///
/// The end of what is sent is closed first, and what still comes in is thrown away for a while: closing at once, with
/// bytes unread, makes TCP reset the connection, and the client may lose the answer.
final class ConnectionCloser: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private static let patience = TimeAmount.seconds(2)

    private var requests = 0
    private var answers = 0
    /// Which request, counted from one, is the last that NIO will read.
    private var last: Int?
    private var closing = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !closing else { return }
        if case .head(let request) = unwrapInboundIn(data) {
            requests += 1
            if request.headerFields[.upgrade] != nil { last = requests }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !closing else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var response) where response.status.kind != .informational:
            answers += 1
            if answers == last { response.headerFields[.connection] = "close" }
            if response.headerFields[.connection]?.lowercased() == "close" { last = answers }
            context.write(wrapOutboundOut(.head(response)), promise: promise)
        case .end where answers == last:
            closing = true
            let promise = promise ?? context.eventLoop.makePromise()
            let channel = context.channel
            promise.futureResult.whenComplete { _ in
                channel.close(mode: .output, promise: nil)
                channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
            }
            context.writeAndFlush(data, promise: promise)
        default:
            context.write(data, promise: promise)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if closing, case ChannelEvent.inputClosed? = event as? ChannelEvent {
            context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }
}
