extension Dispatcher {
    struct Lane {
        enum Status { case idle, down, up, ended }

        var status = Status.idle
        var wakeUp: WakeUp?
        /// Given to the connection, not yet taken by it.
        var inbox: [Unit] = []
        /// The inbox and what is on its way.
        var load = 0
        /// The thread waits in `poll`; otherwise it comes by itself.
        var isAsleep = false
        var mustDisconnect = false
        /// Rises with every session.
        var session = 0
    }

    enum Phase { case open, closing, aborted }

    /// Everything that callers and connections share.
    struct State {
        var lanes: [Lane]
        var queue = Queue<Unit>()
        /// Lost with their connection. They wait for a new one: when the server goes, the others go in the next moment.
        var recovering: [Unit] = []
        var phase = Phase.open
        /// Units that pause before they are sent again.
        var paused = 0
        var hasTimer = false
        var closeWaiters: [CheckedContinuation<Void, Never>] = []
        let capacity: Int
        var lastFailure: PostgresError?

        init(lanes: Int, capacity: Int) {
            self.lanes = Array(repeating: Lane(), count: lanes)
            self.capacity = capacity
        }

        var isUp: Bool { lanes.contains { $0.status == .up } }
        var isDone: Bool { phase != .open && lanes.allSatisfy { $0.status == .idle || $0.status == .ended } }
        private var isAnyoneWaiting: Bool { !queue.isEmpty || !recovering.isEmpty || paused > 0 }

        func refusal(of unit: Unit, maximumQueued: Int) -> PostgresError? {
            guard phase == .open else { return .poolClosed }
            if let session = unit.session {
                let isThere = lanes.contains { $0.status == .up && $0.session == session && !$0.mustDisconnect }
                return isThere ? nil : PostgresError(.unreachable, "the transaction's connection was lost")
            }
            guard queue.count < maximumQueued else {
                return PostgresError(.overloaded, "\(queue.count) callers wait for PostgreSQL already")
            }
            return nil
        }

        /// Gives what waits to connections that have room; returns whom to wake.
        mutating func assign() -> [WakeUp] {
            var toWake: [WakeUp] = []
            while !queue.isEmpty, let lane = leastLoaded(), let unit = queue.popFirst() {
                lanes[lane].inbox.append(unit)
                lanes[lane].load += 1
                if lanes[lane].isAsleep, let wakeUp = lanes[lane].wakeUp {
                    lanes[lane].isAsleep = false
                    toWake.append(wakeUp)
                }
            }
            return toWake
        }

        private func leastLoaded() -> Int? {
            var best: Int?
            for (index, lane) in lanes.enumerated() where lane.status == .up && lane.load < capacity {
                if lane.mustDisconnect { continue }
                if let best, lanes[best].load <= lane.load { continue }
                best = index
            }
            return best
        }

        /// A connection to open: as long as callers wait, else so that one is idle.
        mutating func nextToStart(evenIdle: Bool = false) -> Int? {
            guard phase != .aborted, phase == .open || !queue.isEmpty else { return nil }
            let isEnough = queue.isEmpty && lanes.contains { $0.status == .down || $0.status == .up && $0.load == 0 }
            guard evenIdle || !isEnough, let lane = lanes.firstIndex(where: { $0.status == .idle }) else { return nil }
            lanes[lane].status = .down
            return lane
        }

        mutating func exchange(_ lane: Int, finished: Int) -> Order {
            lanes[lane].load -= finished
            if phase == .aborted { return .abort }
            if lanes[lane].mustDisconnect { return .disconnect }
            while lanes[lane].load < capacity, let unit = queue.popFirst() {
                lanes[lane].inbox.append(unit)
                lanes[lane].load += 1
            }
            if !lanes[lane].inbox.isEmpty {
                defer { lanes[lane].inbox.removeAll(keepingCapacity: true) }
                return .send(lanes[lane].inbox)
            }
            if phase == .closing, lanes[lane].load == 0, !isAnyoneWaiting { return .finish }
            lanes[lane].isAsleep = true
            return .wait
        }

        func shouldConnect() -> Bool {
            phase == .open || phase == .closing && isAnyoneWaiting
        }

        mutating func connected(_ lane: Int) -> Int {
            lastFailure = nil
            lanes[lane].status = .up
            lanes[lane].isAsleep = false
            lanes[lane].session += 1
            queue.prepend(recovering)
            recovering = []
            return lanes[lane].session
        }

        /// Returns those that cannot go on in another session.
        mutating func disconnected(
            _ lane: Int, error: PostgresError, again: [Unit], unsent: [Unit]
        ) -> [Unit] {
            let unsent = unsent + lanes[lane].inbox
            lastFailure = error
            lanes[lane].status = .down
            lanes[lane].inbox = []
            lanes[lane].load = 0
            lanes[lane].isAsleep = false
            lanes[lane].mustDisconnect = false
            recovering += again
            queue.prepend(unsent.filter { $0.session == nil })
            return unsent.filter { $0.session != nil } + queue.extract { $0.session != nil }
        }

        mutating func failed(_ error: PostgresError, isPermanent: Bool) -> [Unit] {
            lastFailure = error
            return isPermanent && !isUp ? takeWaiting() : []
        }
    }
}
