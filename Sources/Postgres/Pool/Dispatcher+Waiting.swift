extension Dispatcher.State {
    mutating func takeWaiting(where matches: (Unit) -> Bool = { _ in true }) -> [Unit] {
        let lost = recovering.filter(matches)
        if !lost.isEmpty { recovering.removeAll(where: matches) }
        return lost + queue.extract(where: matches)
    }

    mutating func remove(_ id: UInt64) -> Unit? {
        if let unit = takeWaiting(where: { $0.id == id }).first { return unit }
        for lane in lanes.indices {
            guard let place = lanes[lane].inbox.firstIndex(where: { $0.id == id }) else { continue }
            lanes[lane].load -= 1
            return lanes[lane].inbox.remove(at: place)
        }
        return nil
    }

    mutating func claimTimer() -> Bool {
        guard !queue.isEmpty || !recovering.isEmpty, !hasTimer else { return false }
        hasTimer = true
        return true
    }

    /// When the first who waits gives up; nil, and no timer any more, when nobody does.
    mutating func nextDeadline() -> ContinuousClock.Instant? {
        let deadline = (Array(queue.all) + recovering).lazy.map(\.deadline).min()
        hasTimer = deadline != nil
        return deadline
    }

    mutating func expired(at now: ContinuousClock.Instant) -> [Unit] {
        takeWaiting { $0.deadline <= now }
    }

    var expiryError: PostgresError {
        guard isUp else {
            return PostgresError(.unreachable, lastFailure?.message ?? "no connection to PostgreSQL in time")
        }
        return PostgresError(.overloaded, "waited too long for PostgreSQL")
    }

    mutating func close() -> [WakeUp] {
        if phase == .open { phase = .closing }
        return wakeAll()
    }

    mutating func abort() -> ([Unit], [WakeUp], [CheckedContinuation<Void, Never>]) {
        phase = .aborted
        defer { closeWaiters = [] }
        return (takeWaiting(), wakeAll(), closeWaiters)
    }

    mutating func disconnectAll() -> [WakeUp] {
        for lane in lanes.indices where lanes[lane].status == .up { lanes[lane].mustDisconnect = true }
        return wakeAll()
    }

    mutating func closeWaitersIfDone() -> [CheckedContinuation<Void, Never>] {
        guard isDone else { return [] }
        defer { closeWaiters = [] }
        return closeWaiters
    }

    private mutating func wakeAll() -> [WakeUp] {
        for lane in lanes.indices { lanes[lane].isAsleep = false }
        return lanes.compactMap(\.wakeUp)
    }
}
