import Logging
import Postgres
import Synchronization

extension LiveFeed {
    /// How many inboxes are looked at one after the other before the feed is again.
    private static let refreshedAtOnce = 64
    private static let sideBySide = 8

    /// Tells an account's inboxes of all that has happened.
    /// - Parameter readers: whose own state to compare; nil: everybody's.
    func bringUpToDate(_ account: LiveAccount, readers: Set<Int64>?) async throws {
        guard let (position, compared) = account.reading(readers) else { return }
        let news = try await pool.news(of: account.id, since: position, readers: compared)
        // Gone; or another one of this number, or an older state of it brought back: then what was told counts no more.
        guard let news, news.feedRevision >= position.feedRevision, news.through >= position.through else {
            return account.endAll(.viewerChanged)
        }
        // Who is told of what is for a role is looked at first: it may have been taken from them.
        let isForRoles = news.notifications.contains { $0.notification.audience.roles != nil }
        let revisions =
            isForRoles ? try await pool.revisions(of: account.id, readers: account.readers) : news.revisions
        account.compare(revisions)
        try await refreshStale(of: account, andChanged: isForRoles)
        account.tell(news, at: .now, every: options.countInterval)
        lookLater(at: account)
    }

    /// Looks at some of the inboxes of which only the database can tell how they stand.
    /// - Parameter changed: whether at all with an own revision that is not known, too.
    private func refreshStale(of account: LiveAccount, andChanged changed: Bool) async throws {
        var stale = account.stale(
            at: .now, every: options.countInterval, limit: Self.refreshedAtOnce, andChanged: changed)[...]
        while !stale.isEmpty {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (viewer, standing) in stale.prefix(Self.sideBySide) {
                    group.addTask {
                        try await self.refresh(viewer, since: standing, in: account, isDemanded: changed)
                    }
                }
                try await group.waitForAll()
            }
            stale = stale.dropFirst(Self.sideBySide)
        }
    }

    private func refresh(
        _ viewer: Viewer, since old: LiveStanding, in account: LiveAccount, isDemanded: Bool
    ) async throws {
        do {
            let standing = try await inbox.standing(of: viewer, since: old)
            account.state.withLock { state in
                let through = state.position?.through ?? 0
                state.withMember(of: viewer) { $0.refresh(standing, through: through, at: .now) }
            }
        } catch is ViewerChanged {
            account.state.withLock { $0.remove(viewer) }?.end(.viewerChanged)
        } catch {
            if isDemanded { throw error }
            // The others are not to wait for this one.
            logger.debug("an inbox waits for the database", metadata: ["error": "\(error)"])
            account.state.withLock { state in state.withMember(of: viewer) { $0.postpone(at: .now) } }
        }
    }

    /// Sees to it that what is not due yet is done when it is.
    private func lookLater(at account: LiveAccount) {
        let wait = account.state.withLock { state -> Duration? in
            let now = ContinuousClock.now
            guard !state.work.hasTimer, let next = state.nextDue(every: options.countInterval, now: now) else {
                return nil
            }
            state.work.hasTimer = true
            return max(now.duration(to: next), .zero)
        }
        guard let wait else { return }
        Task.detached {
            try? await Task.sleep(for: wait)
            account.state.withLock { $0.work.hasTimer = false }
            self.look(at: account)
        }
    }
}
