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
        let page = try await listing(filter, position: position, size: size, for: viewer).value
        return Page(
            count: page.count, isCountExact: page.isCountExact,
            notifications: try page.rows.map { try $0.notification() }, hasOlder: page.hasOlder,
            hasNewer: page.hasNewer)
    }

    /// As `list`, with the state that it was read in, and nothing taken apart.
    package func listing(
        _ filter: Filter = Filter(), position: Position = .page(1), size: Int = 20, for viewer: Viewer
    ) async throws -> (state: InboxState, value: Listing) {
        let size = min(max(size, 1), Self.maximumPageSize)
        if case .page(let number) = position, number < 1 || number > Int.max / 2 / size {
            throw NotificationError.noPage
        }
        let count = Count(filter, rules(viewer))
        let (state, results) = try await pool.read(
            [page(filter, position, size: size, counting: count, for: viewer)], for: viewer)
        let rows = results[0]
        var found = try NotificationRow.all(rows.prefix(size))
        let (total, isExact) = try await total(count, rows, position, for: viewer)
        let hasMore = rows.count > size
        let (hasOlder, hasNewer) =
            switch position {
            case .page(let number): (hasMore, number > 1)
            case .before(let id): (hasMore, id != nil)
            case .after: (true, hasMore)
            }
        if case .page(let number) = position, found.isEmpty, number > 1 { throw NotificationError.noPage }
        if case .after = position { found.reverse() }
        return (
            state,
            Listing(count: total, isCountExact: isExact, rows: found, hasOlder: hasOlder, hasNewer: hasNewer)
        )
    }

    /// Every row of a page tells the total as well. Of the first page, no row is none in all.
    private func total(
        _ count: Count, _ rows: Rows, _ position: Position, for viewer: Viewer
    ) async throws -> (Int, isExact: Bool) {
        let total: Int
        if let row = rows.first {
            total = try row[columns: Notification.columnCount..<Notification.columnCount + 1].decode(Int.self)
        } else if position == .page(1) || position == .before(nil) {
            total = 0
        } else {
            let rules = rules(viewer)
            let (_, results) = try await pool.read(["with \(rules.viewer) select (\(count.value))"], for: viewer)
            total = try results[0].first?.decode(Int.self) ?? 0
        }
        guard let limit = count.limit, total > limit else { return (total, true) }
        return (limit, false)
    }

    /// The ids first, then what is shown of them: the rest of a row is looked up for those of the page alone.
    func page(
        _ filter: Filter, _ position: Position, size: Int, counting count: Count, for viewer: Viewer,
        leapingFrom leap: Int = Leap.worthwhile
    ) -> SQL {
        let rules = rules(viewer)
        let offset = if case .page(let number) = position { (number - 1) * size } else { 0 }
        let isAscending = if case .after = position { true } else { false }
        let leap = Leap(filter, rules, offset: offset, from: leap)
        let tables: SQL = leap.map { $0.tables + "," } ?? ""
        let skipped: SQL = leap == nil ? "\(offset)" : "\(offset) - (select skipped from leap)"
        let window = Candidates.Window(
            limit: "\(skipped) + \(size + 1)", isAscending: isAscending, position: position, leaps: leap != nil)
        return """
            with recursive \(rules.viewer),
            \(tables)
            page as (
                select p.id
                from (
                    \(Candidates(filter, rules, window).ids)
                ) p
                order by p.id \(window.direction)
                limit \(size + 1)
                offset \(skipped)
            )
            select \(Notification.columns), \(rules.isRead), \(rules.readAt), (\(count.value))
            from page p
            join notify.notifications n on n.account_id = \(viewer.account) and n.id = p.id
            left join notify.sites s on s.account_id = n.account_id and s.id = n.site_id
            \(rules.marks)
            order by n.id \(window.direction)
            """
    }
}

extension NotificationError {
    package static let noPage = NotificationError(.notFound, "Invalid page.")
}
