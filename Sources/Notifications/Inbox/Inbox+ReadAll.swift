import Postgres

extension Inbox {
    /// Marks everything up to an id as read, seen or not: one row for each of the viewer's readers, whatever the number.
    /// - Parameter through: the newest that was on screen; nil, or beyond the newest there is: everything so far.
    /// - Returns: how many that the viewer can see were unread until now.
    @discardableResult
    public func markAllRead(through: Identifier<Notification>? = nil, for viewer: Viewer) async throws -> Int {
        let rules = rules(viewer)
        return try await update(rules, Self.readingAll(through: through, rules), for: viewer)
    }

    /// Marks everything about one object as read.
    /// - Parameter through: the newest that was on screen; nil: everything so far.
    /// - Returns: how many that the viewer can see were unread until now.
    @discardableResult
    public func markAllRead(
        about object: ObjectLink, through: Identifier<Notification>? = nil, for viewer: Viewer
    ) async throws -> Int {
        let rules = rules(viewer)
        return try await update(rules, Self.readingAll(about: object, through: through, rules), for: viewer)
    }

    static func readingAll(through: Identifier<Notification>?, _ rules: ReadRules) -> SQL {
        let newest = head(through, rules)
        return """
            with \(rules.viewer),
            raised as (
                insert into notify.read_throughs (account_id, reader_id, through_id, read_at)
                select \(rules.account), r.reader_id, \(newest), clock_timestamp()
                from viewer v
                cross join lateral (
                    select v.wide_reader as reader_id, v.wide_through as through_id
                    union
                    select \(rules.user), v.own_through
                ) r
                where r.through_id < \(newest)
                on conflict do nothing  -- a deleted viewer has locked no reader, and is refused by the reference
                returning reader_id
            ),
            cleared as (
                update notify.marks
                set unread = false
                where account_id = \(rules.account)
                  and reader_id in \(rules.readers)
                  and notification_id <= \(newest)
                  and unread
                returning reader_id
            ),
            revised as (
                \(rules.revision(of: "select reader_id from raised union all select reader_id from cleared"))
            )
            select (\(rules.unread(through: newest)))
            """
    }

    static func readingAll(
        about object: ObjectLink, through: Identifier<Notification>?, _ rules: ReadRules
    ) -> SQL {
        """
        with \(rules.viewer),
        marked as (
            insert into notify.marks (account_id, reader_id, notification_id, read_at)
            select n.account_id, \(rules.reader), n.id,
                   case when n.id > \(rules.mark) then clock_timestamp() end
            from notify.notifications n
            \(rules.marks)
            where \(rules.isVisible)
              and n.content_type = \(object.contentType)
              and n.object_id = \(object.objectID)
              and n.id <= \(head(through, rules))
              and not \(rules.isRead)
            on conflict (account_id, reader_id, notification_id) do update
            set read_at = excluded.read_at,
                unread = false
            returning reader_id
        ),
        revised as (
            \(rules.revision(of: "select reader_id from marked"))
        )
        select count(*)
        from marked
        """
    }

    /// The newest id there is, or `through` when that is older.
    private static func head(_ through: Identifier<Notification>?, _ rules: ReadRules) -> SQL {
        """
        (
            select least(f.last_notification_id, \(through ?? Identifier(.max)))
            from notify.feeds f
            where f.account_id = \(rules.account)
        )
        """
    }

    private func update(_ rules: ReadRules, _ statement: SQL, for viewer: Viewer) async throws -> Int {
        // Not idempotent: said again, it would count none.
        let results = try await pool.write([statement], after: rules.lockReaders, for: viewer)
        doorbell.ring(viewer.account, reader: viewer.user)
        return try results.last?.first?.decode(Int.self) ?? 0
    }
}
