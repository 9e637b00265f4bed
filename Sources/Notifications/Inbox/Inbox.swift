public import Postgres

/// The reading face: an account's feed as one viewer sees it. Visible to them, not muted, not dismissed, with their read
/// state.
///
/// Calls throw `NotificationError`: `.notFound` for what is not in this viewer's inbox (whoever's it is), `.invalid` for
/// bad arguments, `.unavailable` and `.outcomeUnknown` when PostgreSQL is out of reach.
public struct Inbox: Sendable {
    public let catalogue: Catalogue
    let pool: Pool

    public init(_ pool: Pool, catalogue: Catalogue = .standard) {
        self.pool = pool
        self.catalogue = catalogue
    }

    /// One notification.
    public func notification(_ id: Identifier<Notification>, for viewer: Viewer) async throws -> Notification {
        let rows = try await translated { try await pool.read(Self.one(id, rules(viewer))) }
        guard let row = rows.first else { throw NotificationError.noNotification }
        return try Notification(row)
    }

    /// How many notifications the viewer has not read, exactly.
    public func unreadCount(for viewer: Viewer) async throws -> Int {
        let rows = try await translated { try await pool.read(Self.unreadCount(rules(viewer))) }
        return try rows.first?.decode(Int.self) ?? 0
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
