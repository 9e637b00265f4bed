import Postgres

/// What a user wants of a type, as SQL: the one place where that is said.
///
/// A locked type is on. Else the user's own preference counts, then the account's default (reader 0's preference), then
/// the catalogue's.
struct PreferenceRules {
    let account: SQL
    let catalogue: Catalogue

    init(account: Identifier<Account>, catalogue: Catalogue) {
        self.init(account: "\(account)", catalogue: catalogue)
    }

    /// - Parameter account: its id, such as a column of the query that this is spliced into.
    init(account: SQL, catalogue: Catalogue) {
        self.account = account
        self.catalogue = catalogue
    }

    enum Column {
        /// Whether notifications of the type exist for the user.
        case enabled
        /// Whether the user is told of them at once.
        case push

        fileprivate var name: SQL { self == .enabled ? "enabled" : "push" }

        func isOn(_ type: NotificationType) -> Bool { self == .enabled ? type.isEnabled : type.isPushed }
    }

    /// A condition.
    func isOn(_ column: Column, type: SQL, for user: SQL) -> SQL {
        """
        (\(type) = any(\(locked)::text[]) or coalesce(
            \(preference(column, type, reader: user)),
            \(preference(column, type, reader: "0")),
            \(type) <> all(\(offByDefault(column))::text[])
        ))
        """
    }

    /// The names of the types that do not exist for the user, as an array.
    func muted(for user: SQL) -> SQL { off(.enabled, for: user) }

    /// The names of the types of which the user is not told at once, as an array.
    func unpushed(for user: SQL) -> SQL { off(.push, for: user) }

    private func off(_ column: Column, for user: SQL) -> SQL {
        """
        array(
            select t.name
            from (
                select p.notification_type::text
                from notify.preferences p
                where p.account_id = \(account)
                  and p.reader_id in (0, \(user))
                union
                select unnest(\(offByDefault(column))::text[])
            ) t (name)
            where not \(isOn(column, type: "t.name", for: user))
        )
        """
    }

    private var locked: SQL { .parameter("locked", catalogue.locked) }

    private func offByDefault(_ column: Column) -> SQL {
        .parameter(column == .enabled ? "disabled" : "not pushed", catalogue.offByDefault(column))
    }

    private func preference(_ column: Column, _ type: SQL, reader: SQL) -> SQL {
        """
        (
            select p.\(column.name)
            from notify.preferences p
            where p.account_id = \(account)
              and p.reader_id = \(reader)
              and p.notification_type = \(type)
        )
        """
    }
}
