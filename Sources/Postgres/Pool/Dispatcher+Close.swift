import Synchronization

extension Dispatcher {
    /// Accepts nothing new; what is under way goes on to its end.
    func beginClosing() {
        for wakeUp in state.withLock({ $0.close() }) { wakeUp.signal() }
    }

    /// Closes, waiting at most the close timeout for what is under way.
    func close() async {
        beginClosing()
        let timer = Task {
            try await Task.sleep(for: configuration.closeTimeout)
            abort()
        }
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if !state.isDone { state.closeWaiters.append(continuation) }
                return state.isDone
            }
            if isDone { continuation.resume() }
        }
        timer.cancel()
    }

    /// Ends the session of every lane; what is on its way there is lost.
    func disconnectAll() {
        for wakeUp in state.withLock({ $0.disconnectAll() }) { wakeUp.signal() }
    }

    private func abort() {
        let (units, toWake, waiters) = state.withLock { $0.abort() }
        for unit in units { unit.fail(.poolClosed) }
        for wakeUp in toWake { wakeUp.signal() }
        for waiter in waiters { waiter.resume() }
    }
}

extension PostgresError {
    static let poolClosed = PostgresError(.closed, "the pool is closed")
}
