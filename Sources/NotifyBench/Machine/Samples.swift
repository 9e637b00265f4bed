/// A figure taken now and then once a second.
struct Samples: Sendable {
    private let task: Task<[Double], Never>
    private let sample: @Sendable () -> Double

    init(_ sample: @escaping @Sendable () -> Double) {
        self.sample = sample
        task = Task {
            var samples = [sample()]
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                if !Task.isCancelled { samples.append(sample()) }
            }
            return samples
        }
    }

    /// All of them, and a last one.
    func end() async -> [Double] {
        task.cancel()
        return await task.value + [sample()]
    }
}
