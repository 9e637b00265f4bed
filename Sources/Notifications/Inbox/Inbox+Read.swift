public import FoundationEssentials
import Postgres

extension Inbox {
    /// Whether a notification is read by the viewer, and since when.
    public struct ReadState: Hashable, Sendable {
        public let id: Identifier<Notification>
        public let isRead: Bool
        public let readAt: Date?
    }

    /// Marks one notification as read; one that is read already keeps its time.
    @discardableResult
    public func markRead(_ id: Identifier<Notification>, for viewer: Viewer) async throws -> ReadState {
        let rules = ReadRules(viewer)
        return try await change(
            id, for: viewer,
            """
            with \(rules.viewer)
            insert into marks (account_id, reader_id, notification_id, read_at)
            select n.account_id, \(rules.reader), n.id, case when n.id > \(rules.mark) then clock_timestamp() end
            from notifications n
            \(rules.marks)
            where \(rules.isVisible)
              and n.id = \(id)
              and not \(rules.isRead)
            on conflict (account_id, reader_id, notification_id) do update
            set read_at = excluded.read_at,
                unread = false
            """)
    }

    /// Makes one notification unread again.
    @discardableResult
    public func markUnread(_ id: Identifier<Notification>, for viewer: Viewer) async throws -> ReadState {
        let rules = ReadRules(viewer)
        return try await change(
            id, for: viewer,
            """
            with \(rules.viewer)
            insert into marks (account_id, reader_id, notification_id, unread)
            select n.account_id, \(rules.reader), n.id, n.id <= \(rules.mark)
            from notifications n
            \(rules.marks)
            where \(rules.isVisible)
              and n.id = \(id)
              and \(rules.isRead)
            on conflict (account_id, reader_id, notification_id) do update
            set read_at = null,
                unread = excluded.unread
            """)
    }

    /// Locks the readers, changes the mark, and says how it is then: one transaction, one round trip.
    private func change(
        _ id: Identifier<Notification>, for viewer: Viewer, _ statement: SQL
    ) async throws -> ReadState {
        let results = try await translated {
            try await pool.write(
                [ReadRules(viewer).lockReaders, statement, Self.one(id, for: viewer)], isIdempotent: true)
        }
        guard let row = results[2].first else { throw NotificationError.noNotification }
        let notification = try Notification(row)
        return ReadState(id: notification.id, isRead: notification.isRead, readAt: notification.readAt)
    }
}

extension ReadRules {
    /// The first statement of every change to what this viewer has read: takes the locks, in order, and tells that the
    /// readers' state is another now. The statements after it see what others did before they got them.
    var lockReaders: SQL {
        """
        update readers r
        set revision = r.revision + 1
        from (
            select r.account_id, r.reader_id
            from readers r
            join accounts a on a.id = r.account_id
            where r.account_id = \(account)
              and (r.reader_id = \(user) or r.reader_id = 0 and a.read_scope = 'account')
            order by r.reader_id
            for no key update of r
        ) locked
        where r.account_id = locked.account_id
          and r.reader_id = locked.reader_id
        """
    }
}
