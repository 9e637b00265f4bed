import Postgres

extension GroupCommit {
    struct State {
        private(set) var lanes: [Identifier<Account>: Lane] = [:]
        /// The accounts whose lanes are in line, first come, first served.
        var line: [Identifier<Account>] = []
        var postponed: [Identifier<Account>] = []
        /// Those who send batches, and those who wait for a locked feed.
        var senders = 0
        var waiters = 0
        var hasTimer = false
        private var waiting = 0
        private var waitingForBusy = 0

        mutating func add(_ draft: WaitingDraft, _ errands: inout Errands) {
            let account = draft.account
            withLane(of: account) { state, lane in
                // Those of busy accounts are counted apart, so that they take nobody else's place.
                let others = lane.isBusy ? state.waitingForBusy : state.waiting
                guard others + lane.waiting.count < GroupCommit.maximumWaiting else {
                    return errands.fail(draft, .tooManyWait)
                }
                lane.waiting.append(draft)
                if lane.standing == .idle { state.putInLine(account, &lane, &errands) }
            }
        }

        /// Takes a draft that is not on its way out again.
        mutating func remove(_ cancellation: Cancellation, of account: Identifier<Account>) -> WaitingDraft? {
            guard lanes[account] != nil else { return nil }
            return withLane(of: account) { _, lane in
                lane.waiting.firstIndex { $0.cancellation === cancellation }.map { lane.waiting.remove(at: $0) }
            }
        }

        /// What a sender sends next; nil, and the sender ends, when nothing is in line.
        mutating func takeBatch() -> Batch? {
            var batch = Batch()
            var taken = 0
            for account in line {
                let isTaken = withLane(of: account) { _, lane in
                    guard let next = lane.waiting.first else {
                        // All were cancelled.
                        lane.standing = .idle
                        return true
                    }
                    guard batch.hasRoom(for: next) else { return false }
                    lane.move(to: &batch)
                    return true
                }
                guard isTaken else { break }
                taken += 1
            }
            line.removeFirst(taken)
            if batch.isEmpty { senders -= 1 }
            return batch.isEmpty ? nil : batch
        }

        /// Takes out all that have waited since before then.
        mutating func takeAll(before then: ContinuousClock.Instant) -> [WaitingDraft] {
            var all: [WaitingDraft] = []
            for account in lanes.keys {
                withLane(of: account) { _, lane in
                    all += lane.waiting.prefix { $0.arrival < then }
                    lane.waiting.removeAll { $0.arrival < then }
                }
            }
            return all
        }

        mutating func putInLine(_ account: Identifier<Account>, _ lane: inout Lane, _ errands: inout Errands) {
            lane.standing = .inLine
            line.append(account)
            if senders < GroupCommit.maximumSenders {
                senders += 1
                errands.newSenders += 1
            }
        }

        /// Changes the lane, which is taken out meanwhile and not counted among those that wait.
        mutating func withLane<Value>(
            of account: Identifier<Account>, _ body: (inout State, inout Lane) -> Value
        ) -> Value {
            var lane = lanes.removeValue(forKey: account) ?? Lane()
            count(lane, by: -1)
            let value = body(&self, &lane)
            count(lane, by: 1)
            if !lane.isEmpty { lanes[account] = lane }
            return value
        }

        private mutating func count(_ lane: Lane, by sign: Int) {
            if lane.isBusy { waitingForBusy += sign * lane.waiting.count } else { waiting += sign * lane.waiting.count }
        }
    }

    /// What a change of the state asks to be done outside of its lock.
    struct Errands {
        var newSenders = 0
        /// Of one account each, whose locked feed is to be waited for.
        var patient: [Batch] = []
        var openings: [Identifier<Account>] = []
        var needsTimer = false
        var failures: [(WaitingDraft, PostgresError)] = []
        var deleted: [WaitingDraft] = []

        mutating func fail(_ draft: WaitingDraft, _ error: PostgresError) {
            failures.append((draft, error))
        }
    }
}

extension PostgresError {
    fileprivate static let tooManyWait = PostgresError(
        .overloaded, "\(GroupCommit.maximumWaiting) drafts wait to be written already")
}
