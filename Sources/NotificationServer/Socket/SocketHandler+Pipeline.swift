import NIOCore
import NIOWebSocket

/// What comes up the pipeline ends here: above is only the connection's HTTP end, which must not learn of it.
extension SocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = ByteBuffer

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        finish()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch state {
        case .closed: break
        case .closing:
            if frame.opcode == .connectionClose { closeOutput() }
        case .open:
            do throws(SocketClose) {
                try messages.take(frame, sockets.limits)
                clock.hear()
                try answer(frame, context)
            } catch {
                close(error, isBroken: true)
            }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {}

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        let isWritable = context.channel.isWritable
        clock.fill(!isWritable)
        if isWritable { sendUnsent() } else { setTimer() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: close(.shutdown)
        case ChannelEvent.inputClosed:
            isInputClosed = true
            if state == .open { close(.leaving, isBroken: true) } else { context.close(promise: nil) }
        default: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard state == .open else { return }
        switch error {
        case NIOWebSocketError.invalidFrameLength: close(.tooLarge, isBroken: true)
        case is NIOWebSocketError: close(.broken("A control frame is fragmented or too long."), isBroken: true)
        case is ByteToMessageDecoderError: break
        default: context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
        context.fireChannelInactive()
    }

    private func answer(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) throws(SocketClose) {
        switch frame.opcode {
        case .ping:
            pong = ByteBuffer(frame: .pong, frame.unmaskedData)
            sendUnsent()
        case .connectionClose:
            sendClose(try SocketClose.answer(to: frame.unmaskedData), isLast: true)
        default: break
        }
    }
}
