import Logging
import Synchronization

/// What has become of the events of one consumer since the process began.
final class EventTally: Sendable {
    struct Counts: Hashable, Sendable {
        var received = 0
        var recorded = 0
        var replayed = 0
        var muted = 0
        var setAside = 0
    }

    let name: String
    private let state = Mutex((counts: Counts(), logged: Counts()))

    init(_ name: String) {
        self.name = name
    }

    var counts: Counts { state.withLock(\.counts) }

    func receive(_ count: Int) {
        state.withLock { $0.counts.received += count }
    }

    func settle(_ outcome: Outcome) {
        state.withLock { state in
            switch outcome {
            case .recorded: state.counts.recorded += 1
            case .replayed: state.counts.replayed += 1
            case .muted: state.counts.muted += 1
            case .refused, .postponed, .failed: break
            }
        }
    }

    func setAside(_ count: Int = 1) {
        state.withLock { $0.counts.setAside += count }
    }

    /// Says what the counts are, if they are others than the last time.
    func log(to logger: Logger) {
        let changed = state.withLock { state -> Counts? in
            guard state.counts != state.logged else { return nil }
            state.logged = state.counts
            return state.counts
        }
        guard let counts = changed else { return }
        logger.info(
            "Events from \(name) so far",
            metadata: [
                "received": "\(counts.received)", "recorded": "\(counts.recorded)", "replayed": "\(counts.replayed)",
                "muted": "\(counts.muted)", "set_aside": "\(counts.setAside)",
            ])
    }
}
