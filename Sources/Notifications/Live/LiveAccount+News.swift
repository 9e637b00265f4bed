import Synchronization

extension LiveAccount {
    /// What to look for; nil when nobody is there.
    func reading(_ readers: Set<Int64>?) -> (LivePosition, readers: [Int64])? {
        state.withLock { state in
            guard let position = state.position, !state.members.isEmpty else { return nil }
            var compared: Set<Int64> = [0]
            for member in state.members {
                let reader = member.viewer.user.rawValue
                if readers?.contains(reader) ?? true { compared.insert(reader) }
            }
            return (position, Array(compared))
        }
    }

    func tell(_ news: LiveNews, at now: ContinuousClock.Instant, every interval: Duration) {
        state.withLock { state in
            guard var position = state.position else { return }
            let new = news.notifications.filter { $0.notification.id > position.through }
            position.advance(new, through: news.through)
            let changes = news.changes.filter { $0.revision > position.changedThrough }
            position.feedRevision = news.feedRevision
            position.lastChange = changes.last?.revision ?? position.lastChange
            state.position = position
            state.withMembers { member in
                member.count(new)
                member.tell(of: new)
                member.tell(of: changes)
                member.tellCount(through: position.through, at: now, every: interval)
            }
            if news.hasMore { _ = state.work.ring() }
        }
    }

    var readers: [Int64] {
        state.withLock { state in Array(Set(state.members.map(\.viewer.user.rawValue)).union([0])) }
    }

    func compare(_ revisions: [Int64: Int64]) {
        state.withLock { state in state.withMembers { $0.compare(revisions) } }
    }

    func stale(
        at now: ContinuousClock.Instant, every interval: Duration, limit: Int, andChanged changed: Bool
    ) -> [(Viewer, LiveStanding)] {
        state.withLock { state in
            let due = state.members.lazy
                .filter { $0.refreshIsDue(every: interval, now: now).map { $0 <= now } ?? false }
                .prefix(limit)
            let others = state.members.lazy.filter { changed && $0.hasChanged }
            let all = Dictionary(
                (Array(due) + Array(others)).map { (LiveViewer($0.viewer), $0.standing) }, uniquingKeysWith: { $1 })
            return all.map { ($0.key.viewer, $0.value) }
        }
    }
}

extension LiveAccount.State {
    func nextDue(
        every interval: Duration, now: ContinuousClock.Instant
    ) -> ContinuousClock.Instant? {
        var next: ContinuousClock.Instant?
        for member in members {
            for due in [
                member.refreshIsDue(every: interval, now: now), member.countIsDue(every: interval, now: now),
            ] {
                if let due { next = min(next ?? due, due) }
            }
        }
        return next
    }
}

extension LiveMember {
    /// Tells what is gone; what has changed otherwise is to be looked at.
    fileprivate mutating func tell(of changes: [LiveNews.Change]) {
        var gone: [Identifier<Notification>] = []
        var isElse = false
        for change in changes {
            switch change.what {
            case .removed(let id, let audience): if sees(audience: audience) { gone.append(id) }
            case .other: isElse = true
            }
        }
        guard isElse || !gone.isEmpty else { return }
        tell((gone.isEmpty ? [] : [.deleted(gone)]) + (isElse ? [.reset] : []))
        makeStale()
    }
}
