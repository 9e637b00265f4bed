import Synchronization

/// Tells a thread to end, and wakes it.
final class StopFlag: Sendable {
    let wakeUp: WakeUp
    private let flag = Atomic(false)

    init(_ wakeUp: WakeUp) {
        self.wakeUp = wakeUp
    }

    var isSet: Bool { flag.load(ordering: .acquiring) }

    func set() {
        flag.store(true, ordering: .releasing)
        wakeUp.signal()
    }
}
