import NIOCore
import Notifications
import Synchronization

/// Takes what happens from any thread to the socket's event loop, in order. Only so much waits for the loop.
final class SocketSink: LiveSink {
    private let queue: SocketQueue
    private let handler: NIOLoopBound<SocketHandler>
    private let limit: Int
    private let state = Mutex(State())

    private struct State {
        var events: [LiveEvent] = []
        var end: LiveEnd?
        /// Who waits until there is room for more, behind what has been taken before.
        var askers: [CheckedContinuation<Bool, Never>] = []
        /// The loop has been asked to come for what waits.
        var isScheduled = false
        var isClosed = false
    }

    /// On the handler's event loop.
    init(_ handler: SocketHandler, on loop: any EventLoop, queue: SocketQueue, limit: Int) {
        self.queue = queue
        self.handler = NIOLoopBound(handler, eventLoop: loop)
        self.limit = limit
    }

    func take(_ events: [LiveEvent]) {
        schedule { state in
            if state.events.count < limit {
                state.events += events
            } else {
                state.end = .tooSlow
            }
        }
    }

    func end(_ reason: LiveEnd) {
        schedule { $0.end = $0.end ?? reason }
    }

    func hasRoom() async -> Bool {
        await withCheckedContinuation { continuation in
            if !schedule({ $0.askers.append(continuation) }) { continuation.resume(returning: false) }
        }
    }

    /// Nothing is taken any more.
    func close() {
        let (left, askers) = state.withLock { state in
            state.isClosed = true
            defer { (state.events, state.askers) = ([], []) }
            return (state.events, state.askers)
        }
        // It is not let go of under the lock.
        withExtendedLifetime(left) {}
        for asker in askers { asker.resume(returning: false) }
    }

    /// - Returns: false when nothing is taken any more.
    @discardableResult
    private func schedule(_ change: (inout State) -> Void) -> Bool {
        let mustAsk = state.withLock { state -> Bool? in
            guard !state.isClosed, state.end == nil else { return nil }
            change(&state)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if mustAsk == true { queue.add(self) }
        return mustAsk != nil
    }

    /// On the handler's event loop.
    func deliver() {
        let (events, askers, end) = state.withLock { state in
            state.isScheduled = false
            defer { (state.events, state.askers) = ([], []) }
            return (state.events, state.askers, state.end)
        }
        if !events.isEmpty { handler.value.send(events) }
        for asker in askers { handler.value.whenThereIsRoom(asker) }
        if let end { handler.value.end(end) }
    }
}
