import Postgres

/// The ids of what a viewer sees and a filter lets through, out of parts that each are a range of one index in the
/// order of the list. A page takes as many of each part as it has room for, so that it costs what a page costs, whatever
/// the size of the account.
struct Candidates {
    let rules: ReadRules
    let isRead: Bool?
    let conditions: Filter.Conditions
    let window: Window

    struct Window {
        /// How many of each part are looked at.
        let limit: SQL
        let isAscending: Bool
        let position: Position
        /// Begins at the `leap`.
        var leaps = false

        var direction: SQL { isAscending ? "asc" : "desc" }

        func bound(_ id: SQL) -> SQL {
            switch position {
            case .page where leaps: "and \(id) <= (select id from leap)"
            case .page, .before(nil): ""
            case .before(let other?): "and \(id) < \(other)"
            case .after(let other): "and \(id) > \(other)"
            }
        }
    }

    init(_ filter: Filter, _ rules: ReadRules, _ window: Window) {
        self.rules = rules
        self.window = window
        isRead = filter.isRead
        conditions = filter.conditions(account: rules.account, catalogue: rules.catalogue)
    }

    /// A query of one column, `id`.
    var ids: SQL {
        let all = rules.parts.map(feed) + (isRead == nil ? [] : [ownExceptions, commonExceptions])
        return all.joined(separator: "\nunion all\n")
    }

    /// Out of the feed: everything, or the side of the mark where what is wanted is.
    private func feed(_ part: InboxPart) -> SQL {
        // An index has the order of the list for each of several values alone.
        var sources: [SQL] = []
        var isAddressed = part.isAddressed
        if case .several(let audiences) = part.audiences {
            sources.append("unnest(\(audiences)) a (audience)")
            isAddressed = "n.audience = a.audience"
        }
        var value: SQL = ""
        if let spread = conditions.spread {
            sources.append("unnest(\(spread.values)) v (value)")
            value = "and \(spread.column) = v.value"
            // Asked of the value, which is one, rather than of its rows, which may be very many.
            if spread.isOfTypes { value = "\(value) and \(rules.isEnabled("v.value"))" }
        }
        let newest: SQL = "(\(feed(part, isAddressed, matching: value))\(ordered("n.audience", "n.id")))"
        if sources.isEmpty { return newest }
        return """
            (
                select p.id
                from \(sources.joined(separator: "\ncross join "))
                cross join lateral \(newest) p
            )
            """
    }

    private func feed(_ part: InboxPart, _ isAddressed: SQL, matching value: SQL) -> SQL {
        let (side, hasNone, isHidden): (SQL, SQL, SQL) =
            switch isRead {
            case nil: ("", "not (select dismisses from viewer) or", "m.dismissed_at is not null")
            case false?: ("and n.id > \(part.mark)", "", "(m.dismissed_at is not null or m.read_at is not null)")
            case true?: ("and n.id <= \(part.mark)", "", "(m.dismissed_at is not null or m.unread)")
            }
        // Looked up for each of a page's few rows: of a join the planner may think that sorting all is cheaper.
        return """
            select n.id
            from notify.notifications n
            where n.account_id = \(rules.account)
              and \(isAddressed)
              and \(rules.isEnabled(conditions.type ?? "n.notification_type"))
              and (\(hasNone) (
                  select \(isHidden)
                  from notify.marks m
                  where m.account_id = \(rules.account)
                    and m.reader_id = \(part.reader)
                    and m.notification_id = n.id
              ) is not true)
              \(side)
              \(conditions.others)
              \(value)
              \(window.bound("n.id"))
            """
    }

    private var ownExceptions: SQL {
        let isTheirs: SQL = "(n.audience <> 0 or (select wide_reader from viewer) = \(rules.user))"
        return exceptions(reader: rules.user, mark: "(select own_through from viewer)", on: isTheirs)
    }

    private var commonExceptions: SQL {
        let isTheirs: SQL = "n.audience = 0 and (select wide_reader from viewer) = 0"
        return exceptions(reader: "0", mark: "(select wide_through from viewer)", on: isTheirs)
    }

    /// Out of a reader's marks on the other side of theirs: those read above it, or unread again below it.
    private func exceptions(reader: SQL, mark: SQL, on isTheirs: SQL) -> SQL {
        let isException: SQL =
            isRead == true
            ? "m.read_at is not null and m.notification_id > \(mark)"
            : "m.unread and m.notification_id <= \(mark)"
        return """
            (
                select n.id
                from (
                    select m.notification_id, m.reader_id
                    from notify.marks m
                    where m.account_id = \(rules.account)
                      and m.reader_id = \(reader)
                      and m.dismissed_at is null
                      and \(isException)
                      \(window.bound("m.notification_id"))
                    order by m.notification_id \(window.direction)
                    offset 0
                ) m
                cross join lateral (
                    select n.id
                    from notify.notifications n
                    where n.id = m.notification_id
                      and \(rules.isAddressed)
                      and \(isTheirs)
                      and \(rules.isEnabled)
                      \(conditions.others)
                      \(conditions.spread?.isAny ?? "")
                    offset 0  -- else the planner may begin with the notifications, which are many, and look for marks
                ) n
                limit \(window.limit)
            )
            """
    }

    private func ordered(_ columns: SQL...) -> SQL {
        let order = columns.map { "\($0) \(window.direction)" as SQL }.joined(separator: ", ")
        return "\norder by \(order)\nlimit \(window.limit)"
    }
}
