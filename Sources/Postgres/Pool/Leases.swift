import Logging
import Synchronization

/// Connections that one transaction at a time has for itself.
final class Leases: Sendable {
    let configuration: Configuration
    private let logger: Logger
    let state = Mutex(State())

    typealias Waiter = CheckedContinuation<Result<Dispatcher, PostgresError>, Never>

    struct State {
        var lines: [Dispatcher] = []
        var free: [Dispatcher] = []
        var waiters: [(id: UInt64, continuation: Waiter)] = []
        var lastID: UInt64 = 0
        var leased = 0
        var isClosing = false
        var closeWaiters: [CheckedContinuation<Void, Never>] = []
    }

    init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// A connection for the caller alone, to be released. First come, first served.
    func acquire() async throws(PostgresError) -> Dispatcher {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let result: Result<Dispatcher, PostgresError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if let result = takeOrWait(id, continuation) { continuation.resume(returning: result) }
                if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            cancel(id)
        }
        return try result.get()
    }

    func release(_ line: Dispatcher) {
        let (waiter, closeWaiters) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
            if !state.waiters.isEmpty { return (state.waiters.removeFirst().continuation, []) }
            state.leased -= 1
            guard state.isClosing else {
                state.free.append(line)
                return (nil, [])
            }
            guard state.leased == 0 else { return (nil, []) }
            defer { state.closeWaiters = [] }
            return (nil, state.closeWaiters)
        }
        waiter?.resume(returning: .success(line))
        if state.withLock({ $0.isClosing }) { line.beginClosing() }
        for closeWaiter in closeWaiters { closeWaiter.resume() }
    }

    /// Nil: the continuation waits.
    private func takeOrWait(_ id: UInt64, _ continuation: Waiter) -> Result<Dispatcher, PostgresError>? {
        let result = state.withLock { state -> Result<Dispatcher, PostgresError>? in
            if state.isClosing { return .failure(.poolClosed) }
            if let line = state.free.popLast() {
                state.leased += 1
                return .success(line)
            }
            if state.lines.count < max(configuration.exclusiveConnections, 1) {
                let line = Dispatcher(configuration, connections: 1, lockTimeout: nil, logger: logger)
                state.lines.append(line)
                state.leased += 1
                return .success(line)
            }
            guard state.waiters.count < configuration.maximumQueued else {
                return .failure(PostgresError(.overloaded, "\(state.waiters.count) transactions wait already"))
            }
            state.waiters.append((id, continuation))
            return nil
        }
        if result == nil {
            Task {
                try? await Task.sleep(for: configuration.queueTimeout)
                fail(id, PostgresError(.overloaded, "waited too long for a connection of its own"))
            }
        }
        return result
    }

    private func cancel(_ id: UInt64) {
        fail(id, PostgresError(.cancelled, "the task was cancelled"))
    }

    private func fail(_ id: UInt64, _ error: PostgresError) {
        let waiter = state.withLock { state -> Waiter? in
            guard let place = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
            return state.waiters.remove(at: place).continuation
        }
        waiter?.resume(returning: .failure(error))
    }
}
