extension GroupCommit {
    /// What a sync has left unwritten.
    struct Rest {
        /// Their accounts' feeds were locked by somebody else.
        var busy: [WaitingDraft] = []
        /// Their accounts have no feeds.
        var missing: [WaitingDraft] = []

        mutating func append(_ other: Rest) {
            busy += other.busy
            missing += other.missing
        }
    }
}

extension GroupCommit.State {
    typealias Lane = GroupCommit.Lane
    typealias Errands = GroupCommit.Errands

    /// Everything of the batch has been answered but the rest.
    mutating func settle(_ batch: Batch, _ rest: GroupCommit.Rest, _ errands: inout Errands) {
        let busy = Dictionary(grouping: rest.busy, by: \.account)
        let missing = Dictionary(grouping: rest.missing, by: \.account)
        for account in batch.accounts {
            withLane(of: account) { state, lane in
                lane.isBusy = busy[account] != nil
                if let drafts = missing[account] {
                    // Another may have made the account between two parts of the batch.
                    state.open(account, &lane, for: drafts + (busy[account] ?? []), &errands)
                } else if let drafts = busy[account] {
                    lane.takeBack(drafts, &errands)
                    state.attend(account, &lane, &errands)
                } else {
                    lane.isOpened = false
                    state.release(account, &lane, &errands)
                }
            }
        }
    }

    /// The same of one that was waited for with patience.
    mutating func settlePatient(_ batch: Batch, _ rest: GroupCommit.Rest, _ errands: inout Errands) {
        waiters -= 1
        settle(batch, rest, &errands)
        tryPostponed(&errands)
    }

    /// The account was made, unless it was deleted before.
    mutating func opened(_ account: Identifier<Account>, _ errands: inout Errands) {
        withLane(of: account) { state, lane in
            lane.isOpened = true
            state.release(account, &lane, &errands)
        }
    }

    /// The account could not be made; returns who waited for it.
    mutating func notOpened(_ account: Identifier<Account>) -> [WaitingDraft] {
        withLane(of: account) { _, lane in
            defer {
                lane.waiting = []
                lane.standing = .idle
            }
            return lane.waiting
        }
    }

    mutating func tryPostponed(_ errands: inout Errands) {
        for account in postponed {
            withLane(of: account) { state, lane in state.putInLine(account, &lane, &errands) }
        }
        postponed = []
    }

    private mutating func open(
        _ account: Identifier<Account>, _ lane: inout Lane, for drafts: [WaitingDraft], _ errands: inout Errands
    ) {
        if lane.isOpened {
            lane.isOpened = false
            errands.deleted += drafts
            release(account, &lane, &errands)
        } else {
            lane.takeBack(drafts, &errands)
            errands.openings.append(account)
        }
    }

    /// Waits for the feed, or has it tried again later.
    private mutating func attend(_ account: Identifier<Account>, _ lane: inout Lane, _ errands: inout Errands) {
        lane.expire(before: .now - GroupCommit.patience, &errands)
        if lane.waiting.isEmpty {
            lane.standing = .idle
        } else if waiters < GroupCommit.maximumWaiters {
            var batch = Batch()
            lane.move(to: &batch, isPatient: true)
            waiters += 1
            errands.patient.append(batch)
        } else {
            lane.standing = .postponed
            postponed.append(account)
            errands.needsTimer = errands.needsTimer || !hasTimer
            hasTimer = true
        }
    }

    private mutating func release(_ account: Identifier<Account>, _ lane: inout Lane, _ errands: inout Errands) {
        if lane.waiting.isEmpty { lane.standing = .idle } else { putInLine(account, &lane, &errands) }
    }
}
