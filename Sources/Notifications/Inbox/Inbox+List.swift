import Postgres

extension Inbox {
    /// The largest page.
    public static let maximumPageSize = 100

    /// The notifications that meet the filter, newest first.
    /// - Parameter size: 1 to 100.
    /// - Throws: `NotificationError.notFound` ("Invalid page.") for a page that does not exist; the first always does.
    public func list(
        _ filter: Filter = Filter(), position: Position = .page(1), size: Int = 20, for viewer: Viewer
    ) async throws -> Page {
        let size = min(max(size, 1), Self.maximumPageSize)
        if case .page(let number) = position, number < 1 || number > Int.max / 2 / size {
            throw NotificationError.noPage
        }
        let results = try await translated {
            try await pool.read([
                page(filter, position, size: size, for: viewer).unprepared(),
                count(filter, for: viewer).unprepared(),
            ])
        }
        let total = try results[1].first?.decode(Int.self) ?? 0
        var found = try results[0].map { try Notification($0) }
        let hasMore = found.count > size
        found = Array(found.prefix(size))
        switch position {
        case .page(let number):
            if found.isEmpty, number > 1 { throw NotificationError.noPage }
            return Page(count: total, notifications: found, hasOlder: hasMore, hasNewer: number > 1)
        case .before(let id):
            return Page(count: total, notifications: found, hasOlder: hasMore, hasNewer: id != nil)
        case .after:
            return Page(count: total, notifications: found.reversed(), hasOlder: true, hasNewer: hasMore)
        }
    }

    /// The ids first, then what is shown of them: the rest of a row is looked up for those of the page alone.
    func page(_ filter: Filter, _ position: Position, size: Int, for viewer: Viewer) -> SQL {
        let rules = rules(viewer)
        let offset = if case .page(let number) = position { (number - 1) * size } else { 0 }
        let isAscending = if case .after = position { true } else { false }
        let window = Candidates.Window(limit: offset + size + 1, isAscending: isAscending, position: position)
        return """
            with \(rules.viewer),
            page as (
                select p.id
                from (
                    \(candidates(filter, rules, window).ids)
                ) p
                order by p.id \(window.direction)
                limit \(size + 1)
                offset \(offset)
            )
            select \(Notification.columns), \(rules.isRead), \(rules.readAt)
            from page p
            join notify.notifications n on n.account_id = \(viewer.account) and n.id = p.id
            left join notify.sites s on s.account_id = n.account_id and s.id = n.site_id
            \(rules.marks)
            order by n.id \(window.direction)
            """
    }

    func count(_ filter: Filter, for viewer: Viewer) -> SQL {
        let rules = rules(viewer)
        return """
            with \(rules.viewer)
            select count(*)
            from (
                \(candidates(filter, rules, nil).ids)
            ) p
            """
    }

    private func candidates(_ filter: Filter, _ rules: ReadRules, _ window: Candidates.Window?) -> Candidates {
        let conditions = filter.conditions(account: rules.account, catalogue: catalogue)
        return Candidates(rules: rules, isRead: filter.isRead, conditions: conditions, window: window)
    }
}

extension NotificationError {
    package static let noPage = NotificationError(.notFound, "Invalid page.")
}
