import Postgres

extension GroupCommit {
    /// The drafts of one account that wait, in their order. Of an account one sync at a time is on its way.
    struct Lane {
        enum Standing {
            case idle
            /// For the next batch.
            case inLine
            /// In a batch, or being opened.
            case underWay
            /// Found locked while as many others were waited for as may be; tried again in a moment.
            case postponed
        }

        var waiting: [WaitingDraft] = []
        var standing = Standing.idle
        /// Its feed was found locked and has not been got since.
        var isBusy = false
        /// We have made the account, unless it was deleted.
        var isOpened = false

        var isEmpty: Bool { waiting.isEmpty && standing == .idle }

        /// Moves what there is room for, up to a draft whose key is in the batch already: that one will find what became of
        /// the first.
        mutating func move(to batch: inout Batch, isPatient: Bool = false) {
            var keys: Set<String> = []
            var count = 0
            // What may still be locked must not take others' room in vain.
            for draft in isBusy && !isPatient ? waiting.prefix(1) : waiting[...] {
                guard batch.hasRoom(for: draft) else { break }
                if let key = draft.key, !keys.insert(key).inserted { break }
                batch.append(draft)
                count += 1
            }
            waiting.removeFirst(count)
            standing = .underWay
        }

        /// Takes back what could not be written, before all that came later, unless nobody waits for it any more.
        mutating func takeBack(_ drafts: [WaitingDraft], _ errands: inout Errands) {
            waiting.insert(contentsOf: drafts.filter { !$0.cancellation.isSet }, at: 0)
            for draft in drafts where draft.cancellation.isSet { errands.fail(draft, .cancelled) }
        }

        /// Gives up those who have waited for too long.
        mutating func expire(before limit: ContinuousClock.Instant, _ errands: inout Errands) {
            for draft in waiting where draft.arrival <= limit { errands.fail(draft, .waitedTooLong) }
            waiting.removeAll { $0.arrival <= limit }
        }
    }
}

extension PostgresError {
    static let cancelled = PostgresError(.cancelled, "the task was cancelled")
    static let waitedTooLong = PostgresError(.overloaded, "the account's feed was locked for too long")
}
