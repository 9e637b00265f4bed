import Glibc
import Logging
import Synchronization

/// Spreads units over connections: each goes to the least loaded, and waits here while all are full or down.
final class Dispatcher: Sendable {
    let configuration: Configuration
    let logger: Logger
    private let state: Mutex<State>

    init(_ configuration: Configuration, connections: Int, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        state = Mutex(State(lanes: max(connections, 1), capacity: max(configuration.maximumInFlight, 1)))
    }

    /// Takes a unit over; it is always answered.
    func submit(_ unit: Unit) {
        var refusal: PostgresError?
        let (toWake, toStart, needsTimer) = state.withLock { state -> ([WakeUp], Int?, Bool) in
            refusal = state.refusal(of: unit, maximumQueued: configuration.maximumQueued)
            guard refusal == nil else { return ([], nil, false) }
            state.queue.append(unit)
            return (state.assign(), state.nextToStart(), state.claimTimer())
        }
        if let refusal { return unit.fail(refusal) }
        follow(toWake, toStart, needsTimer)
    }

    /// Opens every connection that is not open yet.
    func openAll() {
        while let lane = state.withLock({ $0.nextToStart(evenIdle: true) }) { start(lane) }
    }

    /// Takes a unit that is not yet sent out again.
    func cancel(_ id: UInt64) {
        let unit = state.withLock { $0.remove(id) }
        unit?.fail(PostgresError(.cancelled, "the task was cancelled"))
    }

    /// Puts a unit that was rolled back whole in line again, first.
    func resubmit(_ unit: Unit, after pause: Duration) {
        guard pause > .zero else { return enqueueFirst(unit) }
        state.withLock { $0.paused += 1 }
        Task {
            try? await Task.sleep(for: pause)
            state.withLock { $0.paused -= 1 }
            enqueueFirst(unit)
        }
    }

    private func enqueueFirst(_ unit: Unit) {
        var unit = unit
        unit.deadline = .now + configuration.queueTimeout
        let isAborted = state.withLock { $0.phase == .aborted }
        if isAborted { return unit.fail(.poolClosed) }
        let (toWake, toStart, needsTimer) = state.withLock { state -> ([WakeUp], Int?, Bool) in
            state.queue.prepend([unit])
            return (state.assign(), state.nextToStart(), state.claimTimer())
        }
        follow(toWake, toStart, needsTimer)
    }

    private func follow(_ toWake: [WakeUp], _ toStart: Int?, _ needsTimer: Bool) {
        for wakeUp in toWake { wakeUp.signal() }
        if let toStart { start(toStart) }
        if needsTimer { startTimer() }
    }

    private func start(_ lane: Int) {
        let wakeUp = WakeUp()
        let isStarted =
            wakeUp.map { wakeUp in
                state.withLock { $0.lanes[lane].wakeUp = wakeUp }
                return Thread.start("postgres \(lane)") { Connection(self, lane: lane, wakeUp: wakeUp).run() }
            } ?? false
        guard !isStarted else { return }
        let error = PostgresError(.unreachable, "the system gives no thread or descriptor for a connection")
        let (units, waiters) = state.withLock { state in
            state.lanes[lane].status = .idle
            return (state.failed(error, isPermanent: true), state.closeWaitersIfDone())
        }
        for unit in units { unit.fail(error) }
        for waiter in waiters { waiter.resume() }
    }

    /// One timer for all that wait; it ends when nobody does.
    private func startTimer() {
        Task {
            while let deadline = state.withLock({ $0.nextDeadline() }) {
                try? await Task.sleep(until: deadline, clock: .continuous)
                let (units, error) = state.withLock { ($0.expired(at: .now), $0.expiryError) }
                for unit in units { unit.fail(error) }
            }
        }
    }
}

// MARK: For connections

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

// MARK: Closing

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
