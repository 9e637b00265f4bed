import Postgres
import Synchronization

extension GroupCommit {
    func sendBatches() async {
        // Taken only now, so that whoever was just answered and calls again is in the next batch already.
        while let batch = state.withLock({ $0.takeBatch() }) {
            let start = ContinuousClock.now
            let (rest, failure) = await write(batch, isPatient: false)
            change { state, errands in
                state.settle(batch, rest, &errands)
                // Nobody waits for longer than one batch of those that cannot be sent.
                guard let failure else { return }
                for draft in state.takeAll(before: start) { errands.fail(draft, failure) }
            }
        }
    }

    /// Waits for the feed of the batch's one account.
    func sendPatiently(_ batch: Batch) async {
        let (rest, _) = await write(batch, isPatient: true)
        change { $0.settlePatient(batch, rest, &$1) }
    }

    func open(_ account: Identifier<Account>) async {
        do {
            _ = try await pool.write(Directory.opening(account), isIdempotent: true)
            change { $0.opened(account, &$1) }
        } catch {
            for draft in state.withLock({ $0.notOpened(account) }) { draft.fail(error) }
        }
    }

    func tryPostponed() async {
        try? await Task.sleep(for: GroupCommit.pause)
        change { state, errands in
            state.hasTimer = false
            state.tryPostponed(&errands)
        }
    }
}
