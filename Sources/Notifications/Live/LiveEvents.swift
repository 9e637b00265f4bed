import Synchronization

extension LiveFeed {
    /// What happens in a viewer's inbox, for a transport of one's own: at first the count, then what came after `last`,
    /// then everything as it happens. It ends by throwing `LiveEnd`. The inbox is open for as long as the sequence or its
    /// iterator is held.
    ///
    /// The viewer is taken for who they are as long as it runs. Up to 1,000 events wait to be taken; who is left behind
    /// further gets `LiveEnd.tooSlow` after them and may begin again with what they know.
    /// - Parameter last: the newest notification that is known already; nil: nothing old is asked for.
    public func events(for viewer: Viewer, after last: Identifier<Notification>? = nil) -> LiveEvents {
        LiveEvents { self.open(for: viewer, after: last, sink: $0) }
    }
}

/// A viewer's inbox as it changes. To be iterated once.
public struct LiveEvents: AsyncSequence, Sendable {
    public typealias Element = LiveEvent

    private let waiting = LiveBuffer()
    private let closer: LiveCloser

    init(_ open: (any LiveSink) -> LiveSubscription) {
        let subscription = open(waiting)
        waiting.closesWhenFull(subscription)
        closer = LiveCloser(subscription, waiting)
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(waiting: waiting, closer: closer)
    }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let waiting: LiveBuffer
        fileprivate let closer: LiveCloser

        /// - Throws: `LiveEnd`; nil when the task is cancelled.
        public mutating func next() async throws -> LiveEvent? {
            defer { withExtendedLifetime(closer) {} }
            return try await waiting.next()
        }
    }
}

/// Closes the inbox when nobody iterates any more.
private final class LiveCloser: Sendable {
    private let subscription: LiveSubscription
    private let waiting: LiveBuffer

    init(_ subscription: LiveSubscription, _ waiting: LiveBuffer) {
        self.subscription = subscription
        self.waiting = waiting
    }

    deinit {
        subscription.close()
        waiting.end(.closed)
    }
}

/// Events that wait to be taken.
private final class LiveBuffer: LiveSink {
    private static let limit = 1_000

    private struct State {
        var events: [LiveEvent] = []
        var end: LiveEnd?
        var subscription: LiveSubscription?
        var taker: CheckedContinuation<Void, Never>?
        var giver: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func take(_ events: [LiveEvent]) {
        wake { state in
            guard state.end == nil else { return }
            state.events += events.prefix(Self.limit - state.events.count)
            if state.events.count == Self.limit { state.end = .tooSlow }
        }
        closeIfFull()
    }

    func closesWhenFull(_ subscription: LiveSubscription) {
        state.withLock { $0.subscription = subscription }
        closeIfFull()
    }

    private func closeIfFull() {
        let subscription = state.withLock { state in
            state.end == .tooSlow ? state.subscription.take() : nil
        }
        subscription?.close()
    }

    func end(_ reason: LiveEnd) {
        wake { state in
            state.end = state.end ?? reason
            state.subscription = nil  // which holds this in turn
        }
        state.withLock { $0.giver.take() }?.resume()
    }

    private func wake(_ body: (inout State) -> Void) {
        let taker = state.withLock { state in
            body(&state)
            return state.taker.take()
        }
        taker?.resume()
    }

    /// When half of what may wait is free: a page of what was missed is less.
    func hasRoom() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    guard state.events.count > Self.limit / 2, state.end == nil else { return false }
                    state.giver = continuation
                    return true
                }
                if !isWaiting { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.giver.take() }?.resume()
        }
        return state.withLock { $0.end == nil }
    }

    func next() async throws -> LiveEvent? {
        while !Task.isCancelled {
            let (event, giver, end) = state.withLock { state in
                let event = state.events.isEmpty ? nil : state.events.removeFirst()
                let hasRoom = state.events.count <= Self.limit / 2
                return (event, hasRoom ? state.giver.take() : nil, event == nil ? state.end : nil)
            }
            giver?.resume()
            if let event { return event }
            if let end { throw end }
            await wait()
        }
        return nil
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    guard state.events.isEmpty, state.end == nil, !Task.isCancelled else { return false }
                    state.taker = continuation
                    return true
                }
                if !isWaiting { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.taker.take() }?.resume()
        }
    }
}
