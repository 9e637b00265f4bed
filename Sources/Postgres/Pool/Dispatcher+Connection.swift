import Synchronization

/// What a connection asks of its dispatcher.
extension Dispatcher {
    enum Order {
        case send([Unit])
        /// Nothing to send; the lane counts as asleep and will be woken.
        case wait
        /// Everything is done and the dispatcher is closing.
        case finish
        /// Let go of everything now.
        case abort
        /// End this session.
        case disconnect
    }

    /// Reports how many units are through, and asks what is next.
    func exchange(_ lane: Int, finished: Int) -> Order {
        state.withLock { $0.exchange(lane, finished: finished) }
    }

    /// Whether a lane without a session should go on trying to get one.
    func shouldConnect(_ lane: Int) -> Bool {
        state.withLock { $0.shouldConnect() }
    }

    /// The lane has a session; returns its number.
    func connected(_ lane: Int) -> Int {
        let (number, toWake) = state.withLock { ($0.connected(lane), $0.assign()) }
        for wakeUp in toWake { wakeUp.signal() }
        return number
    }

    /// The lane's session has ended; `unsent` (given to it but not sent) and `again` wait for another one.
    func disconnected(_ lane: Int, error: PostgresError, unsent: [Unit], again: [Unit]) {
        let deadline = ContinuousClock.now + configuration.queueTimeout
        let renewed = again.map { unit in
            var unit = unit
            unit.deadline = deadline
            return unit
        }
        let (orphans, toWake, needsTimer) = state.withLock { state in
            let orphans = state.disconnected(lane, error: error, again: renewed, unsent: unsent)
            return (orphans, state.assign(), state.claimTimer())
        }
        for unit in orphans {
            unit.fail(PostgresError(.unreachable, "the transaction's connection was lost: \(error.message)"))
        }
        follow(toWake, nil, needsTimer)
    }

    /// An attempt to connect has failed. With a permanent cause those who wait are told at once.
    func failed(_ lane: Int, error: PostgresError, isPermanent: Bool) {
        let units = state.withLock { $0.failed(error, isPermanent: isPermanent) }
        for unit in units { unit.fail(error) }
    }

    /// The lane's thread ends.
    func ended(_ lane: Int) {
        let (units, waiters) = state.withLock { state -> ([Unit], [CheckedContinuation<Void, Never>]) in
            state.lanes[lane].status = .ended
            state.lanes[lane].wakeUp = nil
            let waiters = state.closeWaitersIfDone()
            return (state.isDone ? state.takeWaiting() : [], waiters)
        }
        for unit in units { unit.fail(.poolClosed) }
        for waiter in waiters { waiter.resume() }
    }
}
