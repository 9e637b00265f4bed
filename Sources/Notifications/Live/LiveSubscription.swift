import Synchronization

/// One open inbox.
package final class LiveSubscription: Sendable {
    let sink: any LiveSink
    let viewer: Viewer
    private let closed = Atomic(false)
    private let onClose: @Sendable (LiveSubscription) -> Void

    init(_ sink: any LiveSink, for viewer: Viewer, onClose: @escaping @Sendable (LiveSubscription) -> Void) {
        self.sink = sink
        self.viewer = viewer
        self.onClose = onClose
    }

    var isClosed: Bool { closed.load(ordering: .acquiring) }

    /// Nothing more is told. Idempotent; from any thread, even out of `LiveSink.take`.
    package func close() {
        guard !closed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        // Who calls out of `take` is within the account's lock.
        Task.detached { self.onClose(self) }
    }

    func take(_ events: [LiveEvent]) {
        if !events.isEmpty, !isClosed { sink.take(events) }
    }

    func end(_ reason: LiveEnd) {
        guard !closed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        sink.end(reason)
        Task.detached { self.onClose(self) }
    }
}
