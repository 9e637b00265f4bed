import FoundationEssentials
import NIOCore

/// What a socket has to do next, and when: one timer is enough for all of it.
struct SocketClock {
    enum Duty {
        /// To ask the peer for a sign.
        case ping
        case close(SocketClose)
        /// To wait no longer.
        case abort
    }

    private let expiresAt: Date
    private var heard: NIODeadline
    private var pinged: NIODeadline?
    private var fullSince: NIODeadline?
    private var closedAt: NIODeadline?

    init(expiresAt: Date, at now: NIODeadline = .now()) {
        self.expiresAt = expiresAt
        heard = now
    }

    /// The peer has given a sign.
    mutating func hear(at now: NIODeadline = .now()) {
        heard = now
        pinged = nil
    }

    mutating func ping(at now: NIODeadline = .now()) {
        pinged = now
    }

    /// Whether as much waits for the reader as may.
    mutating func fill(_ isFull: Bool, at now: NIODeadline = .now()) {
        fullSince = isFull ? fullSince ?? now : nil
    }

    /// A close frame has been sent.
    mutating func close(at now: NIODeadline = .now()) {
        closedAt = now
    }

    func duty(at now: NIODeadline, _ date: Date, _ limits: SocketLimits) -> Duty? {
        if let closedAt { return now >= closedAt + limits.patience ? .abort : nil }
        if date >= expiresAt { return .close(.expired) }
        if now >= heard + limits.silence { return .close(.silent) }
        if let fullSince, now >= fullSince + limits.slowness { return .close(.tooSlow) }
        return now >= (pinged ?? heard) + limits.pingAfter ? .ping : nil
    }

    /// When there is a duty again, if nothing happens until then.
    func next(after now: NIODeadline, _ date: Date, _ limits: SocketLimits) -> NIODeadline {
        if let closedAt { return closedAt + limits.patience }
        var next = min(heard + limits.silence, (pinged ?? heard) + limits.pingAfter)
        if let fullSince { next = min(next, fullSince + limits.slowness) }
        // The day may be centuries away, and the clock on the wall be set.
        let left = min(max(expiresAt.timeIntervalSince(date), 0), 86_400)
        return min(next, now + .nanoseconds(Int64(left * 1_000_000_000)))
    }
}
