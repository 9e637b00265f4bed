/// The pauses between attempts: from 0.1 s doubling to 10 s, each half of it by chance so that many who lost the same
/// server do not come back in step.
package struct BackOff: Sendable {
    private var milliseconds = 100

    package init() {}

    package mutating func next() -> Duration {
        defer { milliseconds = min(milliseconds * 2, 10_000) }
        return .milliseconds(Int.random(in: (milliseconds / 2)...milliseconds))
    }

    package mutating func reset() {
        milliseconds = 100
    }

    /// False when the task is cancelled.
    package mutating func pause() async -> Bool {
        (try? await Task.sleep(for: next())) != nil
    }
}
