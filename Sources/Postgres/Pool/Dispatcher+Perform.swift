import Synchronization

extension Dispatcher {
    private static let lastID = Atomic<UInt64>(0)

    /// Sends the statements as one unit and waits for the outcome. Cancellation takes it back while it is not yet sent.
    func perform(
        _ statements: [SQL], _ policy: Unit.Policy, session: Int? = nil, isCancellable: Bool = true
    ) async throws(PostgresError) -> Unit.Reply {
        guard !statements.isEmpty else { return Unit.Reply(rows: [], session: session ?? 0) }
        let statements = statements.map { Statement($0) }
        for statement in statements { try statement.check() }
        let id = Dispatcher.lastID.wrappingAdd(1, ordering: .relaxed).newValue
        let deadline = ContinuousClock.now + configuration.queueTimeout
        let outcome: Unit.Outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { reply in
                let unit = Unit(
                    id: id, statements: statements, policy: policy, session: session, reply: reply, deadline: deadline)
                submit(unit)
                // A cancellation before the unit was in line has found nothing to take back.
                if isCancellable, Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            if isCancellable { cancel(id) }
        }
        return try outcome.get()
    }
}
