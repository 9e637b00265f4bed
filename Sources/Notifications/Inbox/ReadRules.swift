import Postgres

/// Who sees a notification and who has read it, as SQL: the one place where that is said.
///
/// A viewer sees what is for everybody, for those with their role, or for them alone, unless they have muted its type.
/// A notification `n` is read by a reader when their mark on it says so, else when its id is not above what they have
/// read through. The reader is the viewer, except that account-wide notifications of an account whose `read_scope` is
/// `account` are read by reader 0, everybody together.
struct ReadRules {
    let account: SQL
    let user: SQL
    let role: Role
    let catalogue: Catalogue

    init(_ viewer: Viewer, _ catalogue: Catalogue) {
        account = .parameter("account", viewer.account)
        user = .parameter("user", viewer.user)
        role = viewer.role
        self.catalogue = catalogue
    }

    /// The common table expression that the others look into: one row, by which reader and through which id this viewer
    /// has read what is account-wide and what is their own, which audiences they are in (of the sets of roles those that
    /// there is anything for), which types they have muted, and whether they have dismissed anything. Looked into by scalar
    /// subqueries, so that the planner sees constants and keeps to the order of the index.
    var viewer: SQL {
        """
        scope as materialized (
            select case a.read_scope when 'account' then 0 else \(user) end as wide_reader,
                   array(
                       select unnest(f.role_audiences)
                       intersect
                       select unnest(\(role.audiences)::bigint[])
                   ) as role_audiences
            from notify.accounts a
            join notify.feeds f on f.account_id = a.id
            where a.id = \(account)
        ),
        viewer as materialized (
            select scope.wide_reader, scope.role_audiences, array[0, \(user)] || scope.role_audiences as audiences,
                   \(through(reader: "scope.wide_reader")) as wide_through,
                   \(through(reader: user)) as own_through,
                   \(PreferenceRules(account: account, catalogue: catalogue).muted(for: user)) as muted,
                   \(dismisses(reader: user)) or \(dismisses(reader: "scope.wide_reader")) as dismisses
            from scope
        )
        """
    }

    private func through(reader: SQL) -> SQL {
        """
        coalesce((
            select max(t.through_id)
            from notify.read_throughs t
            where t.account_id = \(account)
              and t.reader_id = \(reader)
        ), 0)
        """
    }

    /// One reader at a time: of two the planner may think that either is soon found among everybody's dismissals.
    private func dismisses(reader: SQL) -> SQL {
        """
        exists (
            select
            from notify.marks m
            where m.account_id = \(account)
              and m.reader_id = \(reader)
              and m.dismissed_at is not null
        )
        """
    }

    /// The reader of `n`.
    var reader: SQL { reader(of: "n.audience") }

    func reader(of audience: SQL) -> SQL {
        "(case when \(audience) = 0 then (select wide_reader from viewer) else \(user) end)"
    }

    /// Everything up to this id is read by the reader of `n`.
    var mark: SQL { mark(of: "n.audience") }

    func mark(of audience: SQL) -> SQL {
        """
        (case when \(audience) = 0 then (select wide_through from viewer) else (select own_through from viewer) end)
        """
    }

    /// Either of this viewer's readers.
    var readers: SQL { "(\(user), (select wide_reader from viewer))" }

    /// The mark `m` of the reader of `n`, if there is one.
    var marks: SQL {
        """
        left join notify.marks m
          on m.account_id = \(account)
         and m.reader_id in \(readers)
         and m.reader_id = \(reader)
         and m.notification_id = n.id
        """
    }

    var isAddressed: SQL {
        """
        n.account_id = \(account)
        and n.audience = any((select audiences from viewer)::bigint[])
        """
    }

    /// The type exists for this viewer.
    var isEnabled: SQL { isEnabled("n.notification_type") }

    func isEnabled(_ type: SQL) -> SQL { "\(type) <> all((select muted from viewer)::text[])" }

    var isVisible: SQL { "\(isAddressed) and \(isEnabled) and m.dismissed_at is null" }

    var isRead: SQL {
        """
        (case
            when m.unread then false
            when m.read_at is not null then true
            else n.id <= \(mark)
        end)
        """
    }

    var readAt: SQL {
        """
        (case
            when m.unread then null
            when n.id > \(mark) then m.read_at
            else least(m.read_at, (
                select t.read_at
                from notify.read_throughs t
                where t.account_id = \(account)
                  and t.reader_id = \(reader)
                  and t.through_id >= n.id
                order by t.through_id
                limit 1
            ))
        end)
        """
    }
}
