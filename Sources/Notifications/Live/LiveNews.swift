import Postgres

/// What has happened in an account.
struct LiveNews: Sendable {
    /// In the order of their ids.
    let notifications: [LiveNotification]
    /// All up to this one are among them.
    let through: Identifier<Notification>
    /// Whether there are newer ones, for the next time.
    let hasMore: Bool
    /// At least as it was when the rest was read.
    let feedRevision: Int64
    /// In the order of their revisions.
    let changes: [Change]
    /// Of the readers that were asked for.
    let revisions: [Int64: Int64]

    /// The revision of a reader who is not there.
    static let gone: Int64 = -1

    struct Change: Sendable {
        let revision: Int64
        let what: What

        enum What: Sendable {
            /// - Parameter audience: as its number.
            case removed(Identifier<Notification>, audience: Int64)
            case other
        }
    }
}

extension Pool {
    /// What has happened since, in one round trip; nil: there is no such account any more.
    func news(
        of account: Identifier<Account>, since position: LivePosition, readers: [Int64]
    ) async throws -> LiveNews? {
        let results = try await read(LiveNews.queries(of: account, since: position, readers: readers))
        guard let feed = results[0].first else { return nil }
        let (head, revision) = try feed.decode(Int64.self, Int64.self)
        let notifications = try results[1].map { LiveNotification(try Notification($0)) }
        let hasMore = notifications.count == LiveNews.limit
        let last = notifications.last?.notification.id ?? 0
        return LiveNews(
            notifications: notifications, through: hasMore ? last : max(Identifier(head), last), hasMore: hasMore,
            feedRevision: revision, changes: try results[2].map { try LiveNews.Change($0) },
            revisions: try LiveNews.revisions(results[3], of: readers))
    }

    /// The revisions of readers.
    func revisions(of account: Identifier<Account>, readers: [Int64]) async throws -> [Int64: Int64] {
        try LiveNews.revisions(await read(LiveNews.revisions(of: account, readers)), of: readers)
    }
}

extension LiveNews {
    /// New notifications at a time.
    fileprivate static let limit = 100

    static func queries(
        of account: Identifier<Account>, since position: LivePosition, readers: [Int64]
    ) -> [SQL] {
        [
            // First, so that what it says is among the rest.
            """
            select last_notification_id, revision
            from notify.feeds
            where account_id = \(account)
            """,
            """
            select \(Notification.columns), false, null::timestamptz
            from notify.notifications n
            left join notify.sites s on s.account_id = n.account_id and s.id = n.site_id
            where n.account_id = \(account)
              and n.id > \(position.through)
            order by n.id
            limit \(limit)
            """,
            """
            select revision, notification_id, audience
            from notify.feed_changes
            where account_id = \(account)
              and revision > \(position.changedThrough)
            order by revision
            """,
            revisions(of: account, readers),
        ]
    }

    fileprivate static func revisions(of account: Identifier<Account>, _ readers: [Int64]) -> SQL {
        """
        select reader_id, revision
        from notify.readers
        where account_id = \(account)
          and reader_id = any(\(readers)::bigint[])
        """
    }

    fileprivate static func revisions(_ rows: Rows, of readers: [Int64]) throws -> [Int64: Int64] {
        var revisions = Dictionary(readers.map { ($0, gone) }, uniquingKeysWith: { first, _ in first })
        for row in rows {
            let (reader, revision) = try row.decode(Int64.self, Int64.self)
            revisions[reader] = revision
        }
        return revisions
    }
}

extension LiveNews.Change {
    fileprivate init(_ row: Row) throws(PostgresError) {
        let (revision, id, audience) = try row.decode(Int64.self, Int64.self, Int64.self)
        self.revision = revision
        what = id == 0 ? .other : .removed(Identifier(id), audience: audience)
    }
}
