import FoundationEssentials
import NIOCore
import NIOWebSocket
import Notifications

/// One open socket: tells its client what happens, and minds the rules of RFC 6455.
///
/// Lives on the channel's event loop. Whoever ends it sends a close frame, and closes the connection when the other's has
/// come, or has not in time.
final class SocketHandler {
    enum State {
        case open
        /// A close frame has been sent.
        case closing
        case closed
    }

    private let bearer: Admission.Bearer
    private let shape: SocketShape
    let sockets: Sockets
    var state = State.open
    var isInputClosed = false
    var context: ChannelHandlerContext?
    var clock: SocketClock
    var timer: (callback: NIOScheduledCallback, deadline: NIODeadline)?
    var messages = SocketMessages()
    private var sink: SocketSink?
    private var unsubscribe: (@Sendable () -> Void)?
    /// What there was no room for yet.
    private var unsent: ArraySlice<LiveEvent> = []
    private var isSending = false
    /// The answer to the last ping, while there is no room for it: those before need none (RFC 6455, section 5.5.3).
    var pong: ByteBuffer?
    /// Who waits until more may be sent.
    private var waiting: [CheckedContinuation<Bool, Never>] = []

    init(_ opening: SocketOpening) {
        bearer = opening.admission.bearer
        shape = opening.shape
        sockets = opening.sockets
        clock = SocketClock(expiresAt: bearer.token.expiresAt)
    }

    /// Once the handshake has been sent.
    func start(_ opening: SocketOpening) {
        guard state == .open, let context else { return }
        let sink = SocketSink(
            self, on: context.eventLoop, queue: sockets.queues.queue(of: context.eventLoop),
            limit: sockets.limits.waitingEvents)
        self.sink = sink
        unsubscribe = sockets.subscribe(opening.admission.viewer, opening.after, sink)
        setTimer()
    }

    /// Much may be told at once, and is sent as fast as the reader takes it.
    func send(_ events: [LiveEvent]) {
        guard state == .open else { return }
        guard unsent.count < sockets.limits.unsentEvents else { return close(.tooSlow) }
        unsent += events
        sendUnsent()
    }

    /// Tells whether more may be sent, once it may; false when nothing may any more.
    func whenThereIsRoom(_ asker: CheckedContinuation<Bool, Never>) {
        guard state == .open else { return asker.resume(returning: false) }
        waiting.append(asker)
        sendUnsent()
    }

    /// Writes as much as there is room for: the frames of the rest are not made yet.
    func sendUnsent() {
        // Flushing may make room, which is told at once.
        guard state == .open, !isSending, let context else { return }
        isSending = true
        if let pong, context.channel.isWritable {
            self.pong = nil
            context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
        }
        while context.channel.isWritable, !unsent.isEmpty {
            while context.channel.isWritable, let event = unsent.popFirst() {
                context.write(wrapOutboundOut(shape.frame(event, sockets.catalogue)), promise: nil)
            }
            context.flush()
        }
        isSending = false
        if context.channel.isWritable { answerAskers(true) }
    }

    private func answerAskers(_ answer: Bool) {
        let askers = waiting
        waiting = []
        for asker in askers { asker.resume(returning: answer) }
    }

    /// Nothing more will happen.
    func end(_ reason: LiveEnd) {
        switch reason {
        case .tooSlow: close(.tooSlow)
        case .closed: close(.feedClosed)
        case .viewerChanged: readmit()
        }
    }

    /// Says why, and waits for the peer to do so too.
    /// - Parameter isBroken: whether nothing of what the peer sends can be understood any more, or it sends nothing.
    func close(_ close: SocketClose, isBroken: Bool = false) {
        sendClose(close.body, isLast: isBroken)
    }

    func sendClose(_ body: ByteBuffer, isLast: Bool) {
        guard state == .open, let context else { return }
        state = .closing
        stop()
        clock.close()
        setTimer()
        let sent = context.eventLoop.makePromise(of: Void.self)
        if isLast { sent.futureResult.assumeIsolated().whenComplete { _ in self.closeOutput() } }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(frame: .connectionClose, body)), promise: sent)
    }

    /// Both have said goodbye. The peer is left to close the connection first: closing it with bytes unread would make TCP
    /// reset it, and the peer may lose the close frame.
    func closeOutput() {
        context?.close(mode: isInputClosed ? .all : .output, promise: nil)
    }

    /// A token may still be good when the one it stands for is another: they come back and are told as such.
    private func readmit() {
        guard state == .open, let context else { return }
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        Task { [bearer, loop = context.eventLoop] in
            let close = await bearer.reasonToClose()
            loop.execute { handler.value.close(close) }
        }
    }

    private func stop() {
        sink?.close()
        unsubscribe?()
        unsubscribe = nil
        unsent = []
        pong = nil
        answerAskers(false)
    }

    func finish() {
        state = .closed
        stop()
        sink = nil
        if let timer { context?.eventLoop.assumeIsolated().cancelScheduledCallback(timer.callback) }
        timer = nil
    }
}

extension Admission.Bearer {
    /// Why a socket that they have opened is to be closed, now that the viewer is another.
    fileprivate func reasonToClose() async -> SocketClose {
        do {
            _ = try await admitted()
            return .anotherRole
        } catch is AuthenticationFailure {
            return .unauthenticated
        } catch let error as NotificationError where error.code == .unauthenticated {
            return .unauthenticated
        } catch let error as NotificationError where error.code == .forbidden {
            return .forbidden
        } catch {
            // It could not be found out.
            return .anotherRole
        }
    }
}
