import Postgres

extension ReadRules {
    /// How many are unread: those above the mark, less the read or dismissed among them, plus those unread again below.
    /// - Parameter through: only up to this id; nil: all.
    func unreadCount(through: SQL? = nil) -> SQL {
        "(\(parts.map { unreadCount($0, through: through) }.joined(separator: " + ")))"
    }

    private func unreadCount(_ part: InboxPart, through: SQL?) -> SQL {
        let bound: SQL = through.map { "and n.id <= \($0)" } ?? ""
        return """
            (
                select count(*)
                from notify.notifications n
                where n.account_id = \(account)
                  and \(part.isAddressed)
                  and \(isEnabled)
                  and n.id > \(part.mark)
                  \(bound)
            ) - (
                select count(*)
                from notify.marks m
                join notify.notifications n on n.account_id = m.account_id and n.id = m.notification_id
                where m.account_id = \(account)
                  and m.reader_id = \(part.reader)
                  and m.notification_id > \(part.mark)
                  and (m.read_at is not null or m.dismissed_at is not null)
                  and \(part.isAddressed)
                  and \(isEnabled)
                  \(bound)
            ) + (
                select count(*)
                from notify.marks m
                join notify.notifications n on n.account_id = m.account_id and n.id = m.notification_id
                where m.account_id = \(account)
                  and m.reader_id = \(part.reader)
                  and m.notification_id <= \(part.mark)
                  and m.unread
                  and m.dismissed_at is null
                  and \(part.isAddressed)
                  and \(isEnabled)
                  \(bound)
            )
            """
    }
}
