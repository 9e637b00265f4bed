/// The pauses between attempts to connect: from 10 ms doubling to 1 s, each half of it by chance so that many who lost
/// the same server do not come back in step.
struct BackOff {
    private var milliseconds = 10

    mutating func next() -> Duration {
        defer { milliseconds = min(milliseconds * 2, 1000) }
        return .milliseconds(Int.random(in: (milliseconds / 2)...milliseconds))
    }
}
