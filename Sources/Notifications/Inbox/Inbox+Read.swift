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
        try await change(id, for: viewer, Self.reading)
    }

    /// Makes one notification unread again.
    @discardableResult
    public func markUnread(_ id: Identifier<Notification>, for viewer: Viewer) async throws -> ReadState {
        try await change(id, for: viewer, Self.unreading)
    }

    static func reading(_ id: Identifier<Notification>, _ rules: ReadRules) -> SQL {
        """
        with \(rules.viewer),
        marked as (
            insert into notify.marks (account_id, reader_id, notification_id, read_at)
            select n.account_id, \(rules.reader), n.id, case when n.id > \(rules.mark) then clock_timestamp() end
            from notify.notifications n
            \(rules.marks)
            where \(rules.isVisible)
              and n.id = \(id)
              and not \(rules.isRead)
            on conflict (account_id, reader_id, notification_id) do update
            set read_at = excluded.read_at,
                unread = false
            returning reader_id
        )
        \(rules.revision(of: "select reader_id from marked"))
        """
    }

    static func unreading(_ id: Identifier<Notification>, _ rules: ReadRules) -> SQL {
        """
        with \(rules.viewer),
        marked as (
            insert into notify.marks (account_id, reader_id, notification_id, unread)
            select n.account_id, \(rules.reader), n.id, n.id <= \(rules.mark)
            from notify.notifications n
            \(rules.marks)
            where \(rules.isVisible)
              and n.id = \(id)
              and \(rules.isRead)
            on conflict (account_id, reader_id, notification_id) do update
            set read_at = null,
                unread = excluded.unread
            returning reader_id
        )
        \(rules.revision(of: "select reader_id from marked"))
        """
    }

    /// Locks the readers, changes the mark, and says how it is then: one transaction, one round trip.
    private func change(
        _ id: Identifier<Notification>, for viewer: Viewer, _ statement: (Identifier<Notification>, ReadRules) -> SQL
    ) async throws -> ReadState {
        let rules = rules(viewer)
        let results = try await pool.write(
            [statement(id, rules), Self.one(id, rules)], after: rules.lockReaders, for: viewer, isIdempotent: true)
        guard let row = results.last?.first else { throw NotificationError.noNotification }
        doorbell.ring(viewer.account, reader: viewer.user)
        let notification = try Notification(row)
        return ReadState(id: notification.id, isRead: notification.isRead, readAt: notification.readAt)
    }
}

extension ReadRules {
    /// The first statements of every change to what this viewer has read: take the locks. The statements after them see
    /// what others did before they were got.
    ///
    /// Two, since who reads for this viewer may change until their own lock is got: whoever changes the account's
    /// `read_scope` locks all of its readers.
    var lockReaders: [SQL] {
        [
            """
            select reader_id
            from notify.readers
            where account_id = \(account)
              and reader_id = \(user)
            for no key update
            """,
            """
            select reader_id
            from notify.readers
            where account_id = \(account)
              and reader_id = 0
              and (select read_scope from notify.accounts where id = \(account)) = 'account'
            for no key update
            """,
        ]
    }

    /// Tells that these readers' state is another now.
    func revision(of readers: SQL) -> SQL {
        """
        update notify.readers
        set revision = revision + 1
        where account_id = \(account)
          and reader_id in (\(readers))
        """
    }
}
