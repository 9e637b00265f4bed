/// How long to wait before each next attempt: from 0.2 s doubling to 10 s, each half of it by chance, so that many who lost
/// the same server do not come back in step.
struct Pauses {
    private static let milliseconds = 200...10_000

    private var next = milliseconds.lowerBound

    /// - Parameters:
    ///   - least: what the server asks for, in seconds; at most a minute of it is heeded.
    ///   - lasted: how long the connection before was open.
    mutating func pause(least: Int = 0, after lasted: Duration) -> Duration {
        if lasted > .milliseconds(Self.milliseconds.upperBound) { next = Self.milliseconds.lowerBound }
        defer { next = min(next * 2, Self.milliseconds.upperBound) }
        return max(.milliseconds(Int.random(in: next / 2...next)), .seconds(min(max(least, 0), 60)))
    }
}
