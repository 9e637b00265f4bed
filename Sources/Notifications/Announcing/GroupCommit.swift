import Postgres
import Synchronization

/// Writes the drafts of concurrent callers together: many rows in one transaction and one round trip.
///
/// A lone caller is sent at once; batches form from what arrives while others are on their way. A batch locks the feeds
/// that are free and waits for none, so no account holds up another; who is found locked waits in a lane of its own.
final class GroupCommit: Sendable {
    /// Batches on their way at most.
    static let maximumSenders = 2
    /// Accounts whose locked feeds are waited for at most, each on a connection of its own. Others are tried again in
    /// every `pause`.
    static let maximumWaiters = 2
    static let pause: Duration = .milliseconds(100)
    /// How long a draft waits for its turn to wait for a locked feed.
    static let patience: Duration = .seconds(30)
    /// Drafts that may wait; more are refused at once.
    static let maximumWaiting = 4096

    let pool: Pool
    let catalogue: Catalogue
    let state = Mutex(State())

    init(_ pool: Pool, catalogue: Catalogue) {
        self.pool = pool
        self.catalogue = catalogue
    }

    /// Returns when the draft is durable. Cancellation takes it back while it is not on its way.
    func write(_ draft: CheckedDraft) async throws -> Written {
        let account = draft.envelope.account
        let cancellation = Cancellation()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { reply in
                change { $0.add(WaitingDraft(draft, cancellation, reply), &$1) }
                // A cancellation before the draft was in its lane has found nothing to take back.
                if cancellation.isSet { takeBack(cancellation, of: account) }
            }
        } onCancel: {
            cancellation.set()
            takeBack(cancellation, of: account)
        }
        return try outcome.get()
    }

    private func takeBack(_ cancellation: Cancellation, of account: Identifier<Account>) {
        state.withLock { $0.remove(cancellation, of: account) }?.fail(.cancelled)
    }

    /// Changes the state and does what follows from it.
    func change(_ body: (inout State, inout Errands) -> Void) {
        var errands = Errands()
        state.withLock { body(&$0, &errands) }
        for (draft, error) in errands.failures { draft.fail(error) }
        for draft in errands.deleted { draft.answer(.failure(NotificationError.deletedAccount(draft.account))) }
        for _ in 0..<errands.newSenders { Task.detached { await self.sendBatches() } }
        for batch in errands.patient { Task.detached { await self.sendPatiently(batch) } }
        for account in errands.openings { Task.detached { await self.open(account) } }
        if errands.needsTimer { Task.detached { await self.tryPostponed() } }
    }
}
