/// What is sent between two syncs, and whom to tell how it went: one implicit transaction.
struct Unit: Sendable {
    enum Policy: Sendable {
        /// Sent once more when its connection is lost.
        case repeatable
        /// The same for a write that may be done twice; but when it cannot be sent again, nobody knows.
        case idempotent
        /// When its connection is lost on the way, nobody knows whether it was committed.
        case once
        /// Part of an explicit transaction, which ends with its connection; never sent again.
        case withinTransaction
        /// The end of one, of which the outcome can be unknown.
        case commit
    }

    struct Reply: Sendable {
        let rows: [Rows]
        let session: Int
    }

    typealias Outcome = Result<Reply, PostgresError>

    let id: UInt64
    let statements: [Statement]
    let policy: Policy
    /// The only session it may be sent on; nil for any.
    let session: Int?
    /// Whoever takes the unit out of the dispatcher resumes it, once.
    let reply: CheckedContinuation<Outcome, Never>
    /// When it gives up waiting to be sent.
    var deadline: ContinuousClock.Instant
    /// Connections lost under it so far, nobody knows why: perhaps it was the unit that broke them.
    var losses = 0
    /// Connections that the server ended, in order, before the unit was through.
    var interruptions = 0
    /// A write that was lost on its way and may have been committed then.
    var isUncertain = false
    /// Deadlocks and serialisation failures so far.
    var conflicts = 0
    /// Sent without prepared statements, since they failed it before.
    var isUnnamed = false

    static let maximumLosses = 1
    static let maximumInterruptions = 5

    func fail(_ error: PostgresError) {
        let isUnknown = isUncertain && error.state == nil
        reply.resume(returning: .failure(isUnknown ? .outcomeUnknown(error.message) : error))
    }
}
