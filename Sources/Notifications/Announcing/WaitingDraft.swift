import Postgres
import Synchronization

/// A draft and the caller who waits for what becomes of it.
struct WaitingDraft: Sendable {
    let draft: CheckedDraft
    /// About how many bytes it is on its way.
    let size: Int
    let arrival = ContinuousClock.now
    let cancellation: Cancellation
    /// Resumed once, by whoever takes the draft out for good.
    private let reply: CheckedContinuation<Result<Written, any Error>, Never>
    /// It was lost on its way once, and may have been written then.
    var isUncertain = false

    init(
        _ draft: CheckedDraft, _ cancellation: Cancellation,
        _ reply: CheckedContinuation<Result<Written, any Error>, Never>
    ) {
        self.draft = draft
        self.cancellation = cancellation
        self.reply = reply
        size =
            draft.title.utf8.count + draft.message.utf8.count + draft.metadata.text.utf8.count
            + (draft.arguments?.utf8.count ?? 0)
    }

    var account: Identifier<Account> { draft.envelope.account }
    var key: String? { draft.envelope.idempotencyKey }

    func answer(_ outcome: Result<Written, any Error>) {
        reply.resume(returning: outcome)
    }

    func fail(_ error: PostgresError) {
        // Whatever kept it from being asked for once more, nobody knows how it went the first time.
        let isUnknown = isUncertain && error.state == nil
        answer(.failure(isUnknown ? PostgresError(.outcomeUnknown, error.message) : error))
    }
}

/// Whether a caller has stopped waiting.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    func set() { flag.store(true, ordering: .releasing) }
}
