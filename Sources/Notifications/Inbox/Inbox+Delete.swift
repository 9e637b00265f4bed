import Postgres

extension Inbox {
    /// Takes a notification out of the viewer's inbox: an account-wide one is dismissed for its reader, a personal one
    /// is removed.
    public func dismiss(_ id: Identifier<Notification>, for viewer: Viewer) async throws {
        let rules = rules(viewer)
        // Only a row that is removed raises the feed's revision; whose it is never changes.
        let isPersonal: SQL = """
            exists (
                select
                from notify.notifications
                where account_id = \(viewer.account)
                  and id = \(id)
                  and user_id is not null
            )
            """
        try await remove(
            rules, FeedLock.taking(viewer.account, if: isPersonal),
            """
            with \(rules.viewer),
            target as (
                \(target(id, rules))
            ),
            removed as (
                delete from notify.notifications n
                using target t
                where n.account_id = \(viewer.account)
                  and n.id = t.id
                  and t.user_id is not null
            ),
            dismissed as (
                insert into notify.marks (account_id, reader_id, notification_id, dismissed_at)
                select \(viewer.account), t.reader_id, t.id, clock_timestamp()
                from target t
                where t.user_id is null
                on conflict (account_id, reader_id, notification_id) do update
                set dismissed_at = excluded.dismissed_at
                returning reader_id
            ),
            revised as (
                \(rules.revision(of: "select reader_id from dismissed"))
            )
            select id
            from target
            """, for: viewer)
    }

    /// Removes a notification of the viewer's inbox for everybody.
    /// - Throws: `NotificationError.forbidden` unless the viewer is an owner or an admin.
    public func retract(_ id: Identifier<Notification>, for viewer: Viewer) async throws {
        guard viewer.role.administersAccount else {
            throw NotificationError(.forbidden, "Only an owner or an admin may delete a notification for everyone.")
        }
        let rules = rules(viewer)
        try await remove(
            rules, FeedLock.taking(viewer.account),
            """
            with \(rules.viewer)
            delete from notify.notifications
            where account_id = \(viewer.account)
              and id in (select id from (\(target(id, rules))) t)
            returning id
            """, for: viewer)
    }

    private func target(_ id: Identifier<Notification>, _ rules: ReadRules) -> SQL {
        """
        select n.id, n.user_id, \(rules.reader) as reader_id
        from notify.notifications n
        \(rules.marks)
        where \(rules.isVisible)
          and n.id = \(id)
        """
    }

    private func remove(_ rules: ReadRules, _ lock: SQL, _ statement: SQL, for viewer: Viewer) async throws {
        let results = try await pool.write([statement], after: [lock] + rules.lockReaders, for: viewer)
        if results.last?.isEmpty != false { throw NotificationError.noNotification }
        doorbell.ring(viewer.account, reader: viewer.user)
    }
}
