import Glibc
import Synchronization

/// Calls at set times, so many a second, whether or not the one before has been answered: by callers in turn, each on a
/// thread and a connection of its own.
enum PacedCallers {
    /// Latencies count from the time that was set.
    static func run(
        _ request: HTTPRequest, port: Int, rate: Int, seconds: Int, callers: Int
    ) async throws -> Callers.Result {
        let isCancelled = Flag()
        let bytes = request.bytes(port: port, isLast: false)
        let start = ContinuousClock.now
        var latencies = try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: [Double].self) { group in
                for caller in 0..<callers {
                    group.addTask {
                        try await Thread.run {
                            let connection = try KeptConnection(port: port)
                            return try stride(from: caller, to: rate * seconds, by: callers).compactMap { call in
                                let due = start + .seconds(1) * call / rate
                                sleep(until: due)
                                if isCancelled.value.load(ordering: .relaxed) { return nil }
                                let status = try connection.ask(bytes)
                                guard status == 201 else {
                                    throw Programs.Failure(description: "\(request.path): \(status)")
                                }
                                return due.duration(to: .now).microseconds
                            }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        } onCancel: {
            isCancelled.value.store(true, ordering: .relaxed)
        }
        try Task.checkCancellation()
        let spent = max(start.duration(to: .now).seconds, Double(seconds))
        latencies.sort()
        return Callers.Result(
            rate: Double(latencies.count) / spent, median: latencies[quantile: 0.5], p99: latencies[quantile: 0.99],
            calls: latencies.count)
    }

    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    private static func sleep(until due: ContinuousClock.Instant) {
        let left = ContinuousClock.now.duration(to: due)
        guard left > .zero else { return }
        let (seconds, attoseconds) = left.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        nanosleep(&time, nil)
    }
}
