/// So many tasks, each with its next call as soon as its last has returned.
enum Callers {
    struct Result: Sendable {
        let rate: Double
        /// In microseconds.
        let median: Double?
        let p99: Double?
        let calls: Int
    }

    static func run(
        _ count: Int, seconds: Int, _ call: @escaping @Sendable () async throws -> Void
    ) async throws -> Result {
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        var latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<count {
                group.addTask {
                    var latencies: [Double] = []
                    var now = ContinuousClock.now
                    while now < end {
                        try Task.checkCancellation()
                        try await call()
                        let after = ContinuousClock.now
                        latencies.append(now.duration(to: after).microseconds)
                        now = after
                    }
                    return latencies
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let seconds = start.duration(to: .now).seconds
        latencies.sort()
        return Result(
            rate: Double(latencies.count) / seconds, median: latencies[quantile: 0.5], p99: latencies[quantile: 0.99],
            calls: latencies.count)
    }
}
