import Synchronization

/// Runs the body so that a cancellation reaches it only after `grace`: what is in hand is finished first. If it does not
/// heed the cancellation within half a second, it is left to itself, and this throws `CancellationError`.
func finishing<Value: Sendable>(
    within grace: Duration, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let outcome = Promise<Result<Value, any Error>>()
    let task = Task {
        do {
            outcome.keep(.success(try await body()))
        } catch {
            outcome.keep(.failure(error))
        }
    }
    return try await withTaskCancellationHandler {
        try await outcome.value().get()
    } onCancel: {
        Task {
            try? await Task.sleep(for: grace)
            task.cancel()
            try? await Task.sleep(for: .milliseconds(500))
            outcome.keep(.failure(CancellationError()))
        }
    }
}

/// A value that comes once, for one who waits for it.
private final class Promise<Value: Sendable>: Sendable {
    private let state = Mutex((value: Value?.none, waiting: CheckedContinuation<Value, Never>?.none))

    /// The first one counts.
    func keep(_ value: Value) {
        let waiting = state.withLock { state -> CheckedContinuation<Value, Never>? in
            guard state.value == nil else { return nil }
            state.value = value
            return state.waiting.take()
        }
        waiting?.resume(returning: value)
    }

    func value() async -> Value {
        await withCheckedContinuation { continuation in
            let value = state.withLock { state in
                if state.value == nil { state.waiting = continuation }
                return state.value
            }
            if let value { continuation.resume(returning: value) }
        }
    }
}
