import FoundationEssentials
import Postgres

extension Directory {
    /// The account, if there is one.
    public func account(_ id: Identifier<Account>) async throws -> Account? {
        try await translated { try await pool.read(Self.find(id)).first.map { try Account($0) } }
    }

    private static func find(_ account: Identifier<Account>) -> SQL {
        """
        select id, name, read_scope, created_at, updated_at
        from notify.accounts
        where id = \(account)
        """
    }

    /// Makes an account or changes one; what is nil stays as it is.
    ///
    /// Another `readScope` carries the read state over: to `account`, everybody has read what the furthest member has;
    /// back to `member`, each member has read what everybody had.
    /// - Parameter name: at most 200 code points.
    /// - Returns: the account, and whether it is new.
    @discardableResult
    public func put(
        account: Identifier<Account>, name: String? = nil, readScope: ReadScope? = nil
    ) async throws -> (account: Account, isNew: Bool) {
        var errors = FieldErrors()
        errors.text("name", name, limit: Limit.name)
        try errors.finish()
        let results = try await translated {
            try await pool.write(
                [
                    "insert into notify.accounts (id) values (\(account)) on conflict (id) do nothing returning id",
                    FeedLock.taking(account),
                    Self.lockReaders(account, unless: readScope),
                    Self.carryOver(account, to: readScope),
                    """
                    update notify.accounts
                    set name = coalesce(\(name), name),
                        read_scope = coalesce(\(readScope?.rawValue), read_scope),
                        updated_at = now()
                    where id = \(account)
                      and (name <> coalesce(\(name), name) or read_scope <> coalesce(\(readScope?.rawValue), read_scope))
                    """,
                    Self.find(account),
                ], isIdempotent: true, alone: readScope != nil)
        }
        guard let row = results[5].first else { throw NotificationError(.notFound, "No such account.") }
        doorbell.ring(account)
        return (try Account(row), !results[0].isEmpty)
    }

    /// Deletes an account and all that is its own. Tokens issued before are no longer accepted, and what is announced
    /// later does not bring it back; telling of it again (`put`) does.
    public func delete(account: Identifier<Account>) async throws {
        let results = try await translated {
            try await pool.write(
                Self.lockWhole(account) + [
                    """
                    with gone as (
                        delete from notify.accounts where id = \(account) returning id
                    ),
                    members as (
                        select id, uuid from notify.users where account_id = \(account)
                    )
                    insert into notify.tombstones (account_id, user_id, uuid)
                    select gone.id, who.id, who.uuid
                    from gone
                    cross join (select 0, null::uuid union all select id, uuid from members) who (id, uuid)
                    on conflict (account_id, user_id) do update
                    set uuid = coalesce(excluded.uuid, tombstones.uuid),
                        deleted_at = excluded.deleted_at
                    returning account_id
                    """
                ], alone: true)
        }
        if results[2].isEmpty { throw NotificationError(.notFound, "No such account.") }
        doorbell.ring(account)
    }

    private static func lockReaders(_ account: Identifier<Account>, unless scope: ReadScope?) -> SQL {
        """
        select reader_id
        from notify.readers
        where account_id = \(account)
          and exists (select from notify.accounts where id = \(account) and read_scope <> \(scope?.rawValue))
        order by reader_id = 0, reader_id
        for no key update
        """
    }

    /// Reader 0 goes on where the furthest member is, or each member where reader 0 is; nothing unless the scope changes.
    private static func carryOver(_ account: Identifier<Account>, to scope: ReadScope?) -> SQL {
        """
        with marks_of as (
            select r.reader_id, coalesce(max(t.through_id), 0) as through_id
            from notify.readers r
            left join notify.read_throughs t on t.account_id = r.account_id and t.reader_id = r.reader_id
            where r.account_id = \(account)
            group by r.reader_id
        ),
        reached as (
            select max(m.through_id) as through_id
            from marks_of m
            join notify.accounts a on a.id = \(account) and a.read_scope <> \(scope?.rawValue)
            where (m.reader_id = 0) = (a.read_scope = 'account')
        ),
        raised as (
            insert into notify.read_throughs (account_id, reader_id, through_id, read_at)
            select \(account), m.reader_id, reached.through_id, clock_timestamp()
            from marks_of m
            join reached on m.through_id < reached.through_id
            where (m.reader_id = 0) = (\(scope?.rawValue) = 'account')
        ),
        touched as (
            update notify.readers
            set revision = revision + 1
            where account_id = \(account)
              and (select through_id from reached) is not null
        )
        update notify.marks
        set unread = false
        where account_id = \(account)
          and (reader_id = 0) = (\(scope?.rawValue) = 'account')
          and unread
          and notification_id <= (select through_id from reached)
        """
    }
}

extension Account {
    init(_ row: Row) throws {
        let (id, name, scope, createdAt, updatedAt) = try row.decode(
            Int64.self, String.self, String.self, Date.self, Date.self)
        self.init(
            id: Identifier(id), name: name, readScope: ReadScope(rawValue: scope) ?? .member, createdAt: createdAt,
            updatedAt: updatedAt)
    }
}
