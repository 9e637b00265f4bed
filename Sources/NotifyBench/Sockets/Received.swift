/// What the sockets of a swarm have been told since `Swarm.begin`.
struct Received: Sendable {
    struct Arrival: Sendable {
        /// How many sockets have it.
        var sockets = 0
        /// When the last of them got it.
        var last: ContinuousClock.Instant
    }

    var arrivals: [Int64: Arrival] = [:]
    /// Notifications that came right after themselves.
    var doubled = 0
    /// Notifications that came after newer ones.
    var disordered = 0
    /// `notification.count`s.
    var counts = 0
    var resets = 0
    /// Sockets that the server has closed, by the code of its close frame; 1006 when there was none.
    var closed: [UInt16: Int] = [:]
    var broken = 0

    /// Takes one of a socket's, whose newest is `last`.
    mutating func take(_ id: Int64, after last: Int64, at now: ContinuousClock.Instant) {
        if id == last { doubled += 1 }
        if id < last { disordered += 1 }
        arrivals[id, default: Arrival(last: now)].sockets += 1
        arrivals[id]?.last = now
    }
}

/// How it went for the sockets that were to be opened.
struct Opening: Sendable {
    var asked = 0
    /// Open and told where the feed is.
    var ready = 0
    /// By the status of the answer.
    var refused: [Int: Int] = [:]
    /// No answer in time, or none that the RFC allows.
    var failed = 0
    var lastReady: ContinuousClock.Instant?

    var isOver: Bool { ready + failed + refused.values.reduce(0, +) >= asked }
}
