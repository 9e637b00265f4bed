import Synchronization

@testable import Notifications

/// A receiver that has room for so many pages of what was missed, and then for no more until it is opened.
final class GatedSink: LiveSink {
    private struct State {
        var events: [LiveEvent] = []
        var end: LiveEnd?
        var pages: Int
        var waiting: CheckedContinuation<Void, Never>?
        var subscription: LiveSubscription?
    }

    private let state: Mutex<State>

    init(pages: Int = .max) {
        state = Mutex(State(pages: pages))
    }

    var subscription: LiveSubscription? {
        get { state.withLock { $0.subscription } }
        set { state.withLock { $0.subscription = newValue } }
    }

    func take(_ events: [LiveEvent]) { state.withLock { $0.events += events } }

    func end(_ reason: LiveEnd) { state.withLock { $0.end = reason } }

    func hasRoom() async -> Bool {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                guard state.pages == 0 else {
                    state.pages -= 1
                    return true
                }
                state.waiting = continuation
                return false
            }
            if goesOn { continuation.resume() }
        }
        return true
    }

    func open() {
        state.withLock { state in
            state.pages = .max
            return state.waiting.take()
        }?.resume()
    }

    var isWaiting: Bool { state.withLock { $0.waiting != nil } }
    var end: LiveEnd? { state.withLock(\.end) }
    var resets: Int { of { if case .reset = $0 { 1 } else { nil } }.count }
    var counts: [Int] { of { if case .count(let count, _) = $0 { count } else { nil } } }
    var read: [Identifier<Notification>] { of { if case .read(let ids) = $0 { ids } else { nil } }.flatMap(\.self) }

    var deleted: [Identifier<Notification>] {
        of { if case .deleted(let ids) = $0 { ids } else { nil } }.flatMap(\.self)
    }

    var created: [Identifier<Notification>] {
        of { if case .created(let new) = $0 { new.notification.id } else { nil } }
    }

    private func of<Value>(_ value: (LiveEvent) -> Value?) -> [Value] {
        state.withLock(\.events).compactMap(value)
    }
}
