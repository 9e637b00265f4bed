import Synchronization

/// An open transaction. Valid within the body it is given to.
public final class Transaction: Sendable {
    private let line: Dispatcher
    private let session: Int
    private let isEnded = Mutex(false)

    init(_ line: Dispatcher, session: Int) {
        self.line = line
        self.session = session
    }

    /// Runs a statement. After an error PostgreSQL accepts nothing more in this transaction (25P02).
    public func query(_ statement: SQL) async throws(PostgresError) -> Rows {
        guard let rows = try await query([statement]).first else {
            throw PostgresError(.decoding, "the statement gave no result")
        }
        return rows
    }

    /// Runs statements in one round trip.
    public func query(_ statements: [SQL]) async throws(PostgresError) -> [Rows] {
        guard !isEnded.withLock({ $0 }) else {
            throw PostgresError(.closed, "the transaction has ended")
        }
        return try await line.perform(statements, .withinTransaction, session: session).rows
    }

    func commit() async throws(PostgresError) {
        guard end() else { return }
        // PostgreSQL answers the commit of a failed transaction with ROLLBACK and no error.
        let reply: Unit.Reply
        do throws(PostgresError) {
            reply = try await line.perform(["commit"], .commit, session: session, isCancellable: false)
        } catch {
            if error.state == nil { line.disconnectAll() }
            throw error
        }
        guard reply.rows.first?.result.commandTag == "COMMIT" else {
            throw PostgresError(
                .server(.inFailedTransaction), "the transaction was rolled back, since a statement in it had failed")
        }
    }

    func rollBack() async {
        guard end() else { return }
        do throws(PostgresError) {
            _ = try await line.perform(["rollback"], .withinTransaction, session: session, isCancellable: false)
        } catch {
            // The server rolls back what has lost its connection.
            line.disconnectAll()
        }
    }

    /// False when it had ended before.
    private func end() -> Bool {
        isEnded.withLock { isEnded in
            defer { isEnded = true }
            return !isEnded
        }
    }
}
