/// The pauses between attempts to connect: from 0.1 s doubling to 10 s, half of each by chance so that many who lost
/// the same server do not come back in step.
struct BackOff {
    private var milliseconds = 100

    mutating func next() -> Duration {
        defer { milliseconds = min(milliseconds * 2, 10_000) }
        return .milliseconds(Int.random(in: (milliseconds / 2)...milliseconds))
    }
}
