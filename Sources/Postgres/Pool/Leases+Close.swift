import Synchronization

extension Leases {
    /// No new transactions. A connection closes when it is given back.
    func beginClosing() {
        let (free, waiters) = state.withLock { state in
            state.isClosing = true
            defer {
                state.waiters = []
                state.free = []
            }
            return (state.free, state.waiters.map(\.continuation))
        }
        for waiter in waiters { waiter.resume(returning: .failure(.poolClosed)) }
        for line in free { line.beginClosing() }
    }

    /// Waits, at most the close timeout, until every transaction has ended, and closes the connections.
    func close() async {
        beginClosing()
        let timer = Task {
            try await Task.sleep(for: configuration.closeTimeout)
            resumeCloseWaiters()
        }
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.leased > 0 { state.closeWaiters.append(continuation) }
                return state.leased == 0
            }
            if isDone { continuation.resume() }
        }
        timer.cancel()
        // Those still at work after the time are ended by the server, which rolls them back.
        let (lines, stragglers) = state.withLock { ($0.lines, $0.leased > 0) }
        await withTaskGroup { group in
            for line in lines {
                if stragglers { line.disconnectAll() }
                group.addTask { await line.close() }
            }
        }
    }

    private func resumeCloseWaiters() {
        let waiters = state.withLock { state in
            defer { state.closeWaiters = [] }
            return state.closeWaiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
