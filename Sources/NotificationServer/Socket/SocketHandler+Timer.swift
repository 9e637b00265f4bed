import FoundationEssentials
import NIOCore
import NIOWebSocket

extension SocketHandler: NIOScheduledCallbackHandler {
    func handleScheduledCallback(eventLoop: some EventLoop) {
        timer = nil
        guard state != .closed, let context else { return }
        switch clock.duty(at: .now(), Date(), sockets.limits) {
        case .ping:
            // Who has much to read still is asked with the last of it, and has `slowness` for that.
            clock.ping()
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(frame: .ping, ByteBuffer())), promise: nil)
        case .close(let close): self.close(close)
        case .abort: return context.close(promise: nil)
        case nil: break
        }
        setTimer()
    }

    /// One timer for whatever is due first. It may come too early, and is then set anew.
    func setTimer() {
        guard let context else { return }
        let deadline = clock.next(after: .now(), Date(), sockets.limits)
        let loop = context.eventLoop.assumeIsolated()
        if let timer {
            guard deadline < timer.deadline else { return }
            loop.cancelScheduledCallback(timer.callback)
        }
        timer = (try? loop.scheduleCallback(at: deadline, handler: self)).map { ($0, deadline) }
    }
}
