import Postgres

extension Inbox {
    /// Takes a notification out of the viewer's inbox: an account-wide one is dismissed for its reader, a personal one
    /// is removed.
    public func dismiss(_ id: Identifier<Notification>, for viewer: Viewer) async throws {
        let rules = ReadRules(viewer)
        try await remove(
            id, rules,
            """
            with \(rules.viewer),
            target as (
                \(target(id, rules))
            ),
            removed as (
                delete from notifications n
                using target t
                where n.account_id = \(viewer.account)
                  and n.id = t.id
                  and t.user_id is not null
            ),
            dismissed as (
                insert into marks (account_id, reader_id, notification_id, dismissed_at)
                select \(viewer.account), t.reader_id, t.id, clock_timestamp()
                from target t
                where t.user_id is null
                on conflict (account_id, reader_id, notification_id) do update
                set dismissed_at = excluded.dismissed_at
            )
            select id
            from target
            """)
    }

    /// Removes a notification of the viewer's inbox for everybody.
    /// - Throws: `NotificationError.forbidden` unless the viewer is an owner or an admin.
    public func retract(_ id: Identifier<Notification>, for viewer: Viewer) async throws {
        guard viewer.role.administersAccount else {
            throw NotificationError(.forbidden, "Only an owner or an admin may delete a notification for everyone.")
        }
        let rules = ReadRules(viewer)
        try await remove(
            id, rules,
            """
            with \(rules.viewer)
            delete from notifications
            where account_id = \(viewer.account)
              and id in (select id from (\(target(id, rules))) t)
            returning id
            """)
    }

    private func target(_ id: Identifier<Notification>, _ rules: ReadRules) -> SQL {
        """
        select n.id, n.user_id, \(rules.reader) as reader_id
        from notifications n
        \(rules.marks)
        where \(rules.isVisible)
          and n.id = \(id)
        """
    }

    private func remove(_ id: Identifier<Notification>, _ rules: ReadRules, _ statement: SQL) async throws {
        let results = try await translated {
            // The feed's revision rises when a row is removed.
            try await pool.write([FeedLock.taking(rules.account)] + rules.lockReaders + [statement])
        }
        if results.last?.isEmpty != false { throw NotificationError.noNotification }
    }
}
