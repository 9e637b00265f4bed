import Postgres

extension GroupCommit {
    /// Writes the batch in one transaction and answers all but the rest.
    /// - Parameter isPatient: waits for the locked feed of its one account.
    /// - Returns: the rest; and why, when nothing could be sent at all.
    func write(_ batch: Batch, isPatient: Bool) async -> (Rest, PostgresError?) {
        do throws(PostgresError) {
            let results = try await pool.write(
                statements(batch, isPatient: isPatient), isIdempotent: batch.isIdempotent, alone: isPatient)
            return (try answer(batch, results, isPatient: isPatient), nil)
        } catch {
            return await rescue(batch, after: error, isPatient: isPatient)
        }
    }

    private func statements(_ batch: Batch, isPatient: Bool) -> [SQL] {
        let insertion = Insertion(drafts: batch.drafts.map { $0.draft }, catalogue: catalogue).statement
        let accounts = batch.accounts
        if isPatient, let account = accounts.first { return [FeedLock.taking(account), insertion] }
        return [FeedLock.takingFree(accounts), insertion]
    }

    private func answer(_ batch: Batch, _ results: [Rows], isPatient: Bool) throws(PostgresError) -> Rest {
        var outcomes: [Int: Result<Written, any Error>] = [:]
        for row in results[1] {
            let (place, outcome) = try Written.read(row)
            outcomes[place] = outcome
        }
        // Who was waited for with patience and not got has no feed.
        let missing =
            isPatient ? nil : try results[0].first.map { row throws(PostgresError) in try FeedLock.missing(row) }
        var rest = Rest()
        for (place, draft) in batch.drafts.enumerated() {
            if let outcome = outcomes[place] {
                draft.answer(outcome)
            } else if missing?.contains(draft.account) ?? true {
                rest.missing.append(draft)
            } else {
                rest.busy.append(draft)
            }
        }
        return rest
    }

    private func rescue(_ batch: Batch, after error: PostgresError, isPatient: Bool) async -> (Rest, PostgresError?) {
        if error.code == .outcomeUnknown, !batch.isIdempotent {
            return await writeAgain(batch, after: error, isPatient: isPatient)
        }
        if error.state == .lockNotAvailable, !isPatient {
            // Something else than a feed was locked, in one of the accounts.
            if batch.isOfOneAccount { return (Rest(busy: batch.drafts), nil) }
            return await write(batch.byAccount)
        }
        if error.isOfOneDraft, batch.drafts.count > 1 {
            return await write(batch.halves, isPatient: isPatient)
        }
        for draft in batch.drafts { draft.fail(error) }
        return (Rest(), [.unreachable, .overloaded, .closed].contains(error.code) && !isPatient ? error : nil)
    }

    /// Who has an idempotency key may ask again how it went.
    private func writeAgain(_ batch: Batch, after error: PostgresError, isPatient: Bool) async -> (Rest, PostgresError?)
    {
        var keyed = Batch()
        for var draft in batch.drafts {
            draft.isUncertain = true
            if draft.key == nil { draft.fail(error) } else { keyed.append(draft) }
        }
        return keyed.isEmpty ? (Rest(), nil) : await write(keyed, isPatient: isPatient)
    }

    /// One after another, so that each account's keep their order.
    private func write(_ parts: [Batch], isPatient: Bool = false) async -> (Rest, PostgresError?) {
        var rest = Rest()
        var failure: PostgresError?
        for part in parts {
            let (more, error) = await write(part, isPatient: isPatient)
            rest.append(more)
            failure = failure ?? error
        }
        return (rest, failure)
    }
}

extension PostgresError {
    /// PostgreSQL refused what one of the drafts says, and would refuse it again; the whole batch was rolled back.
    fileprivate var isOfOneDraft: Bool {
        state != nil && NotificationError(self)?.code != .unavailable
    }
}
