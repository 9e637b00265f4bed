import NIOCore
import Synchronization

extension TimeAmount {
    /// Between nothing and a year, whatever the duration.
    init(clamping duration: Duration) {
        self = .nanoseconds(0)
        let year: Duration = .seconds(31_536_000)
        if duration > .zero { self = TimeAmount(min(duration, year)) }
    }
}

extension EventLoopFuture where Value: Sendable {
    /// The value, unless the deadline or the caller's cancellation comes first; a value that comes later is discarded.
    func get(
        before deadline: NIODeadline, discard: @escaping @Sendable (Value) -> Void
    ) async throws -> Value {
        let outcome = Outcome(eventLoop.makePromise(of: Value.self))
        let timer = eventLoop.scheduleTask(deadline: deadline) {
            _ = outcome.decide(.failure(RedisError(.timedOut, "no connection in time")))
        }
        whenComplete { result in
            timer.cancel()
            if !outcome.decide(result), case .success(let value) = result { discard(value) }
        }
        return try await withTaskCancellationHandler {
            try await outcome.promise.futureResult.get()
        } onCancel: {
            _ = outcome.decide(.failure(RedisError.cancelled))
        }
    }
}

/// A promise that only the first to come keeps.
private final class Outcome<Value: Sendable>: Sendable {
    let promise: EventLoopPromise<Value>
    private let isDecided = Atomic(false)

    init(_ promise: EventLoopPromise<Value>) {
        self.promise = promise
    }

    func decide(_ result: Result<Value, any Error>) -> Bool {
        guard !isDecided.exchange(true, ordering: .acquiringAndReleasing) else { return false }
        promise.completeWith(result)
        return true
    }
}
