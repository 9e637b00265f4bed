/// What has been found out about sockets.
struct SocketFigures: Codable, Sendable {
    struct Idle: Codable, Sendable {
        let sockets: Int
        /// How many were to be opened.
        let asked: Int
        /// MiB of the server's: without sockets, with all of them, and some time later.
        let before: Double
        let after: Double
        let later: Double
        /// Seconds of CPU per second, while nothing happens but pings.
        let cpu: Double

        var bytesEach: Double { (max(after, later) - before) * 1_048_576 / Double(max(sockets, 1)) }
    }

    /// Until the last of all sockets had what was announced, once for each announcement, in microseconds.
    struct Reach: Codable, Sendable {
        let sockets: Int
        /// After the first byte of the answer: the commit was before that.
        var afterAnswer: [Double] = []
        /// After the first byte of the request: the commit was later.
        var afterRequest: [Double] = []
        /// Announcements that some socket had not got within half a minute.
        var missed = 0
    }

    struct Limit: Codable, Sendable {
        let descriptors: Int
        let opened: Int
        /// Answered 503.
        let refused: Int
        /// Otherwise, or not at all.
        let failed: Int
        /// A list was answered while no socket was.
        let answersREST: Bool
        /// Of those that were opened after half had been closed.
        let reopened: Int
        let closed: Int
        let isAlive: Bool

        var isClean: Bool {
            opened > 0 && refused > 0 && failed == 0 && answersREST && reopened == closed && isAlive
        }
    }

    /// Announcing with sockets, beside the same without.
    struct Announcing: Codable, Sendable {
        let name: String
        let title: String
        let delivery: Delivery
        let rate: Double
        let rateWithout: Double
        /// MiB of the server's, once a second while there were sockets.
        let memory: [Double]

        /// What it held when a sixth was over, and at the end.
        var warm: Double { memory.isEmpty ? 0 : memory[memory.count / 6] }
        var end: Double { memory.last ?? 0 }
    }

    var idle: Idle?
    var reach: Reach?
    var reachBesideList: Reach?
    /// Of the list, while nothing is announced and while it is, in microseconds.
    var listAlone: Double?
    var listBeside: Double?
    var limit: Limit?
    var announcing: [Announcing] = []
}

/// Whether every socket was told everything once and in order.
struct Delivery: Codable, Sendable {
    let announced: Int
    let sockets: Int
    let lost: Int
    let doubled: Int
    let disordered: Int
    /// Told without having been announced, unreadable, or `reset`.
    let strange: Int
    /// Sockets that the server has closed.
    let dropped: Int
    let counts: Int

    init(_ received: Received, of ids: [Int64], at sockets: Int) {
        announced = ids.count
        self.sockets = sockets
        lost = ids.reduce(0) { $0 + max(0, sockets - (received.arrivals[$1]?.sockets ?? 0)) }
        doubled = received.doubled
        disordered = received.disordered
        strange = Set(received.arrivals.keys).subtracting(ids).count + received.broken + received.resets
        dropped = received.closed.values.reduce(0, +)
        counts = received.counts
    }

    var isWhole: Bool { announced > 0 && lost + doubled + disordered + strange + dropped == 0 }

    var text: String {
        let faults = [
            (lost, "lost"), (doubled, "doubled"), (disordered, "out of order"), (strange, "strange"),
            (dropped, "sockets dropped"),
        ]
        let text = faults.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return text.isEmpty ? "all once, in order" : text
    }
}
