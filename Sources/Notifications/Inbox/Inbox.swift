public import Postgres

/// The reading face: an account's feed as one viewer sees it. Visible to them, not muted, not dismissed, with their read
/// state.
///
/// Calls throw `NotificationError`: `.notFound` for what is not in this viewer's inbox (whoever's it is), `.invalid` for
/// bad arguments, `.unavailable` and `.outcomeUnknown` when PostgreSQL is out of reach.
public struct Inbox: Sendable {
    public let catalogue: Catalogue
    let pool: Pool
    let doorbell: Doorbell

    /// - Parameter doorbell: rung after every change, for open inboxes (`LiveFeed`); nil: one of its own.
    public init(_ pool: Pool, catalogue: Catalogue = .standard, doorbell: Doorbell? = nil) {
        self.pool = pool
        self.doorbell = doorbell ?? Doorbell(pool)
        self.catalogue = catalogue
    }

    /// One notification.
    public func notification(_ id: Identifier<Notification>, for viewer: Viewer) async throws -> Notification {
        try await viewing(id, for: viewer).value
    }

    /// How many notifications the viewer has not read, exactly.
    public func unreadCount(for viewer: Viewer) async throws -> Int {
        try await countingUnread(for: viewer).value
    }

    /// As `notification`, with the state that it was read in.
    package func viewing(
        _ id: Identifier<Notification>, for viewer: Viewer
    ) async throws -> (state: InboxState, value: Notification) {
        let (state, results) = try await pool.read([Self.one(id, rules(viewer))], for: viewer)
        guard let row = results[0].first else { throw NotificationError.noNotification }
        return (state, try Notification(row))
    }

    /// As `unreadCount`, with the state that it was counted in.
    package func countingUnread(for viewer: Viewer) async throws -> (state: InboxState, value: Int) {
        let (state, results) = try await pool.read([Self.unreadCount(rules(viewer))], for: viewer)
        return (state, try results[0].first?.decode(Int.self) ?? 0)
    }

    func rules(_ viewer: Viewer) -> ReadRules { ReadRules(viewer, catalogue) }

    static func one(_ id: Identifier<Notification>, _ rules: ReadRules) -> SQL {
        """
        with \(rules.viewer)
        select \(Notification.columns), \(rules.isRead), \(rules.readAt)
        from notify.notifications n
        left join notify.sites s on s.account_id = n.account_id and s.id = n.site_id
        \(rules.marks)
        where \(rules.isVisible)
          and n.id = \(id)
        """
    }

    static func unreadCount(_ rules: ReadRules) -> SQL {
        """
        with \(rules.viewer)
        select (\(rules.unread()))
        """
    }
}
