import Postgres

extension ReadRules {
    /// How many are unread: those above the mark, less the read or dismissed among them, plus those unread again below.
    /// - Parameter through: only up to this id; nil: all.
    func unreadCount(through: SQL? = nil) -> SQL {
        let wide = unreadCount(
            where: "n.user_id is null", reader: "(select wide_reader from viewer)",
            mark: "(select wide_through from viewer)", through: through)
        let own = unreadCount(
            where: "n.user_id = \(user)", reader: "\(user)", mark: "(select own_through from viewer)", through: through)
        return "(\(wide) + \(own))"
    }

    private func unreadCount(where addressed: SQL, reader: SQL, mark: SQL, through: SQL?) -> SQL {
        let bound: SQL = through.map { "and n.id <= \($0)" } ?? ""
        return """
            (
                select count(*)
                from notifications n
                where n.account_id = \(account)
                  and \(addressed)
                  and n.id > \(mark)
                  \(bound)
            ) - (
                select count(*)
                from marks m
                join notifications n on n.account_id = m.account_id and n.id = m.notification_id
                where m.account_id = \(account)
                  and m.reader_id = \(reader)
                  and m.notification_id > \(mark)
                  and (m.read_at is not null or m.dismissed_at is not null)
                  and \(addressed)
                  \(bound)
            ) + (
                select count(*)
                from marks m
                join notifications n on n.account_id = m.account_id and n.id = m.notification_id
                where m.account_id = \(account)
                  and m.reader_id = \(reader)
                  and m.notification_id <= \(mark)
                  and m.unread
                  and m.dismissed_at is null
                  and \(addressed)
                  \(bound)
            )
            """
    }
}
