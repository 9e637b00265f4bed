import Logging
import Synchronization

/// Spreads units over connections: each goes to the least loaded, and waits here while all are full or down.
final class Dispatcher: Sendable {
    let configuration: Configuration
    let lockTimeout: Duration?
    let logger: Logger
    let state: Mutex<State>

    init(_ configuration: Configuration, connections: Int, lockTimeout: Duration?, logger: Logger) {
        self.configuration = configuration
        self.lockTimeout = lockTimeout
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

    func follow(_ toWake: [WakeUp], _ toStart: Int?, _ needsTimer: Bool) {
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
