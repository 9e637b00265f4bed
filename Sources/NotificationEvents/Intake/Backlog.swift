import Synchronization

/// What waits for the one who works it off. Putting never waits: over the limit the oldest make room, and are counted.
final class Backlog<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        /// Those before it are gone.
        var first = 0
        var weight = 0
        var dropped = 0
        var isClosed = false
        var waiting: CheckedContinuation<Void, Never>?

        var isEmpty: Bool { first == elements.count }

        mutating func removeFirst() -> Element? {
            guard first < elements.count else { return nil }
            defer {
                first += 1
                if first * 2 >= elements.count {
                    elements.removeFirst(first)
                    first = 0
                }
            }
            return elements[first]
        }
    }

    private let limit: Int
    private let weight: @Sendable (Element) -> Int
    private let state = Mutex(State())

    /// - Parameter weight: how much of `limit` an element takes up.
    init(limit: Int, weight: @escaping @Sendable (Element) -> Int = { _ in 1 }) {
        self.limit = limit
        self.weight = weight
    }

    func put(_ element: Element) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.isClosed {
                state.dropped += 1
                return nil
            }
            state.elements.append(element)
            state.weight += weight(element)
            while state.weight > limit, let oldest = state.removeFirst() {
                state.weight -= weight(oldest)
                state.dropped += 1
            }
            return state.waiting.take()
        }
        waiting?.resume()
    }

    /// From here on nothing more is taken in.
    func close() {
        state.withLock { state in
            state.isClosed = true
            return state.waiting.take()
        }?.resume()
    }

    /// The oldest, at most `count`, as soon as there are any; none when it is closed and empty, or the task is cancelled.
    /// For one caller at a time.
    func take(_ count: Int) async -> [Element] {
        while !Task.isCancelled {
            let taken = takeNow(count)
            if !taken.isEmpty || state.withLock(\.isClosed) { return taken }
            await wait()
        }
        return []
    }

    /// How many are left.
    var count: Int { state.withLock { $0.elements.count - $0.first } }

    private func takeNow(_ count: Int) -> [Element] {
        state.withLock { state in
            var taken: [Element] = []
            while taken.count < count, let oldest = state.removeFirst() {
                state.weight -= weight(oldest)
                taken.append(oldest)
            }
            return taken
        }
    }

    /// How many have made room, or came too late, since the last time that this was asked.
    func takeDropped() -> Int {
        state.withLock { state in
            defer { state.dropped = 0 }
            return state.dropped
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isNeedless = state.withLock { state in
                    if !state.isEmpty || state.isClosed || Task.isCancelled { return true }
                    state.waiting = continuation
                    return false
                }
                if isNeedless { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.take() }?.resume()
        }
    }
}
