import Postgres

/// The ids of what a viewer sees and a filter lets through, out of parts that each are a range of one index in the
/// order of the list. A page takes as many of each part as it has room for, so that it costs what a page costs, whatever
/// the size of the account.
struct Candidates {
    let rules: ReadRules
    let isRead: Bool?
    let conditions: Filter.Conditions
    /// nil: all of them, in no order.
    var window: Window?

    struct Window {
        /// How many there are on the page and before it.
        let limit: Int
        let isAscending: Bool
        let position: Position

        var direction: SQL { isAscending ? "asc" : "desc" }

        func bound(_ id: SQL) -> SQL {
            switch position {
            case .page, .before(nil): ""
            case .before(let other?): "and \(id) < \(other)"
            case .after(let other): "and \(id) > \(other)"
            }
        }
    }

    /// A query of one column, `id`.
    var ids: SQL {
        let all = rules.parts.map(feed) + (isRead == nil ? [] : [ownExceptions, commonExceptions])
        return all.joined(separator: "\nunion all\n")
    }

    /// Out of the feed: everything, or the side of the mark where what is wanted is.
    private func feed(_ part: InboxPart) -> SQL {
        guard window != nil else {
            return "(\(feed(part, part.isAddressed, matching: conditions.spread?.isAny ?? "")))"
        }
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
        let (side, isHidden): (SQL, SQL) =
            switch isRead {
            case nil: ("", "m.dismissed_at is not null")
            case false?: ("and n.id > \(part.mark)", "(m.dismissed_at is not null or m.read_at is not null)")
            case true?: ("and n.id <= \(part.mark)", "(m.dismissed_at is not null or m.unread)")
            }
        let isMark: SQL = """
            m.account_id = \(rules.account) and m.reader_id = \(part.reader) and m.notification_id = n.id
            """
        // A page looks up the marks on its few rows: of a join the planner may think that sorting all is cheaper.
        let (marks, isShown): (SQL, SQL) =
            window == nil
            ? ("left join notify.marks m on \(isMark)", "\(isHidden) is not true")
            : ("", "(select \(isHidden) from notify.marks m where \(isMark)) is not true")
        return """
            select n.id
            from notify.notifications n
            \(marks)
            where n.account_id = \(rules.account)
              and \(isAddressed)
              and \(rules.isEnabled(conditions.type ?? "n.notification_type"))
              and \(isShown)
              \(side)
              \(conditions.others)
              \(value)
              \(window?.bound("n.id") ?? "")
            """
    }

    private var ownExceptions: SQL {
        let isTheirs: SQL = "(n.audience <> 0 or (select wide_reader from viewer) = \(rules.user))"
        return exceptions(reader: "\(rules.user)", mark: "(select own_through from viewer)", on: isTheirs)
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
                from notify.marks m
                join notify.notifications n on n.account_id = m.account_id and n.id = m.notification_id
                where m.account_id = \(rules.account)
                  and m.reader_id = \(reader)
                  and m.dismissed_at is null
                  and \(isException)
                  and \(rules.isAddressed)
                  and \(isTheirs)
                  and \(rules.isEnabled)
                  \(conditions.others)
                  \(conditions.spread?.isAny ?? "")
                  \(window?.bound("m.notification_id") ?? "")
                \(ordered("m.notification_id"))
            )
            """
    }

    private func ordered(_ columns: SQL...) -> SQL {
        guard let window else { return "" }
        let order = columns.map { "\($0) \(window.direction)" as SQL }.joined(separator: ", ")
        return "\norder by \(order)\nlimit \(window.limit)"
    }
}
