import NIOCore
import Synchronization

/// The sinks of one event loop that have something to deliver. Only so many do at a time, and then the loop looks after its
/// other connections: what is told to ten thousand sockets would else keep every request waiting.
final class SocketQueue: Sendable {
    private static let slice = 64
    private static let pause = TimeAmount.milliseconds(1)

    private let loop: any EventLoop
    private let state = Mutex(State())

    private struct State {
        var sinks: ArraySlice<SocketSink> = []
        var isScheduled = false
    }

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func add(_ sink: SocketSink) {
        let mustAsk = state.withLock { state in
            state.sinks.append(sink)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if mustAsk { loop.execute { self.deliver() } }
    }

    private func deliver() {
        let (sinks, isMore) = state.withLock { state in
            let sinks = state.sinks.prefix(Self.slice)
            state.sinks = state.sinks.dropFirst(Self.slice)
            if state.sinks.isEmpty { (state.sinks, state.isScheduled) = ([], false) }
            return (sinks, state.isScheduled)
        }
        for sink in sinks { sink.deliver() }
        // Later, since a loop does at once what it asks of itself.
        if isMore { loop.scheduleTask(in: Self.pause) { self.deliver() } }
    }
}

/// One queue for each event loop, of which there are few.
final class SocketQueues: Sendable {
    private let all = Mutex<[ObjectIdentifier: SocketQueue]>([:])

    func queue(of loop: any EventLoop) -> SocketQueue {
        all.withLock { all in
            if let queue = all[ObjectIdentifier(loop)] { return queue }
            let queue = SocketQueue(loop)
            all[ObjectIdentifier(loop)] = queue
            return queue
        }
    }
}
