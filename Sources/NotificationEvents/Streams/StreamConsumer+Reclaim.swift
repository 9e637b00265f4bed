import Postgres

extension StreamConsumer {
    /// Whose entries are taken up again.
    enum Claim {
        /// This consumer's own.
        case own
        /// Anybody's that have been idle for so long.
        case abandoned(Duration)
    }

    /// Takes up what is pending and should not be. Not while the database is away: each delivery is a try.
    func reclaim(_ session: StreamSession, _ claim: Claim) async throws {
        guard await databaseAnswers() else { return }
        for stream in session.streams {
            var last: String?
            repeat {
                let pending = try await session.pending(in: stream, claim, after: last)
                last = pending.count == StreamSession.page ? pending.last?.id : nil
                // What has failed before goes alone: if it brings the process down, then nothing else with it.
                let suspects = pending.filter { $0.deliveries > 1 }
                let others = pending.filter { $0.deliveries <= 1 }
                for group in [others] + suspects.map({ [$0] }) where !group.isEmpty && !Task.isCancelled {
                    try await settle(session.claim(group, in: stream, claim), session)
                }
            } while last != nil && !Task.isCancelled
        }
    }

    private func databaseAnswers() async -> Bool {
        // Not for as long as an answer may take, when there is nothing else to wait for.
        (try? await finishing(within: .zero) { try await pool.read("select 1") }) != nil
    }
}
