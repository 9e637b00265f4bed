import Postgres

extension ReadRules {
    /// What to look through, as `n`: for the read and the unread not the whole feed, but one side of the mark and the
    /// exceptions on the other.
    func candidates(isRead: Bool?) -> SQL {
        switch isRead {
        case nil:
            "notifications n"
        case false?:
            either(
                "n.id > (select least(wide_through, own_through) from viewer)",
                or: "x.unread",
                beyond: "x.notification_id <= (select least(wide_through, own_through) from viewer)")
        case true?:
            either(
                "n.id <= (select greatest(wide_through, own_through) from viewer)",
                or: "x.read_at is not null",
                beyond: "x.notification_id > (select greatest(wide_through, own_through) from viewer)")
        }
    }

    private func either(_ side: SQL, or exception: SQL, beyond: SQL) -> SQL {
        """
        (
            select n.*
            from notifications n
            where n.account_id = \(account)
              and \(side)
            union all
            select n.*
            from marks x
            join notifications n on n.account_id = x.account_id and n.id = x.notification_id
            where x.account_id = \(account)
              and x.reader_id in \(readers)
              and x.reader_id = \(reader)
              and \(exception)
              and \(beyond)
        ) n
        """
    }
}
