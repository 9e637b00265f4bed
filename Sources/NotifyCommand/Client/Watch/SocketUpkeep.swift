import NIOCore
import NIOWebSocket

/// What a socket that only listens has to say: pongs, pings when it has been quiet, and a farewell (RFC 6455, section 5.5).
/// Passes on text and close frames.
///
/// Comes after an `IdleStateHandler`.
final class SocketUpkeep: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// After how long without a word it asks for one, and after how long without an answer it gives up.
    static let idleTimes = (ping: TimeAmount.seconds(25), silence: TimeAmount.seconds(60))

    private var isClosing = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .ping:
            send(.pong, frame.unmaskedData, context)
        case .connectionClose:
            var body = frame.unmaskedData
            farewell(body.readSlice(length: min(2, body.readableBytes)) ?? ByteBuffer(), context)
            context.fireChannelRead(data)
        case .text:
            context.fireChannelRead(data)
        default: break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case IdleStateHandler.IdleStateEvent.write:
            send(.ping, ByteBuffer(), context)
        case IdleStateHandler.IdleStateEvent.read:
            context.fireErrorCaught(SocketEnd.silent)
            context.close(promise: nil)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        farewell(ByteBuffer(integer: UInt16(webSocketErrorCode: .normalClosure)), context)
        context.close(mode: mode, promise: promise)
    }

    private func farewell(_ body: ByteBuffer, _ context: ChannelHandlerContext) {
        if !isClosing { send(.connectionClose, body, context) }
        isClosing = true
    }

    private func send(_ opcode: WebSocketOpcode, _ body: ByteBuffer, _ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: body)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}
