import FoundationEssentials
import Postgres

extension Directory {
    /// Makes a user or changes one. What the host says of them beats what their tokens say from then on. A user who was
    /// known by UUID alone gets the number, and keeps all that is theirs.
    /// - Returns: the user, and whether they are new.
    /// - Throws: `NotificationError.notFound` in a deleted account, or for a negative number that was not allotted here.
    @discardableResult
    public func put(
        user: Identifier<User>, in account: Identifier<Account>, _ details: UserDetails = UserDetails()
    ) async throws -> (user: User, isNew: Bool) {
        try await put("\(user)", in: account, details, after: Self.adoption(of: details.uuid, by: user, in: account))
    }

    /// Makes a user who is known by UUID alone, or changes one.
    /// - Throws: `NotificationError.invalid` when the details have another UUID.
    @discardableResult
    public func put(
        user uuid: UUID, in account: Identifier<Account>, _ details: UserDetails = UserDetails()
    ) async throws -> (user: User, isNew: Bool) {
        if let other = details.uuid, other != uuid {
            throw NotificationError.invalid("uuid", "is not the one that the user is named by")
        }
        let user: SQL = "(select id from notify.users where account_id = \(account) and uuid = \(uuid))"
        return try await put(user, in: account, details, after: Self.allotment(to: uuid, in: account))
    }

    /// - Parameter first: gives a row when it makes the user.
    private func put(
        _ user: SQL, in account: Identifier<Account>, _ details: UserDetails, after first: SQL
    ) async throws -> (user: User, isNew: Bool) {
        try details.check()
        let results = try await translated {
            try await pool.write(
                [
                    Self.opening(account),
                    FeedLock.taking(account),
                    first,
                    Self.upsert(user, in: account, details),
                    """
                    select account_id, id, uuid, email, name, role, is_active, created_at, updated_at
                    from notify.users
                    where account_id = \(account)
                      and id = \(user)
                    """,
                ], isIdempotent: true)
        }
        guard let row = results[4].first else { throw NotificationError.noUser }
        let user = try User(row)
        doorbell.ring(account, reader: user.id)
        return (user, try !results[2].isEmpty || results[3].first?.decode(Bool.self) ?? false)
    }

    private static func allotment(to uuid: UUID, in account: Identifier<Account>) -> SQL {
        """
        insert into notify.users (account_id, id, uuid)
        select a.id, nextval('notify.allotted_user_ids'), \(uuid)
        from notify.accounts a
        where a.id = \(account)
          and not exists (select from notify.users where account_id = a.id and uuid = \(uuid))
        returning id
        """
    }

    private static func adoption(of uuid: UUID?, by user: Identifier<User>, in account: Identifier<Account>) -> SQL {
        """
        update notify.users
        set id = \(user)
        where account_id = \(account)
          and uuid = \(uuid)
          and id < 0
          and \(user) > 0
          and not exists (select from notify.users where account_id = \(account) and id = \(user))
        """
    }

    /// Whether the user is new; no row when nothing has changed.
    private static func upsert(
        _ user: SQL, in account: Identifier<Account>, _ details: UserDetails
    ) -> SQL {
        """
        insert into notify.users (account_id, id, uuid, email, name, role, is_active, told)
        select a.id, \(user), \(details.uuid), coalesce(\(details.email), ''), coalesce(\(details.name), ''),
               coalesce(\(details.role?.rawValue), 'viewer'), coalesce(\(details.isActive), true), \(details.told)
        from notify.accounts a
        where a.id = \(account)
          and (\(user) > 0 or exists (select from notify.users where account_id = a.id and id = \(user)))
        on conflict (account_id, id) do update
        set uuid = coalesce(\(details.uuid), users.uuid),
            email = coalesce(\(details.email), users.email),
            name = coalesce(\(details.name), users.name),
            role = coalesce(\(details.role?.rawValue), users.role),
            is_active = coalesce(\(details.isActive), users.is_active),
            told = array(select unnest(users.told) union select unnest(\(details.told)) order by 1),
            updated_at = now()
        where users.uuid is distinct from coalesce(\(details.uuid), users.uuid)
           or users.email <> coalesce(\(details.email), users.email)
           or users.name <> coalesce(\(details.name), users.name)
           or users.role <> coalesce(\(details.role?.rawValue), users.role)
           or users.is_active <> coalesce(\(details.isActive), users.is_active)
           or not users.told @> \(details.told)
        returning xmax = 0
        """
    }

    /// Deletes a user and all that is theirs: their own notifications and what they have read. Tokens issued before are
    /// no longer accepted.
    public func delete(user: Identifier<User>, in account: Identifier<Account>) async throws {
        let results = try await translated {
            try await pool.write(
                [
                    FeedLock.taking(account),
                    """
                    select reader_id
                    from notify.readers
                    where account_id = \(account)
                      and reader_id = \(user)
                    for update
                    """,
                    """
                    with gone as (
                        delete from notify.users
                        where account_id = \(account)
                          and id = \(user)
                        returning account_id, id, uuid
                    )
                    insert into notify.tombstones (account_id, user_id, uuid)
                    select account_id, id, uuid
                    from gone
                    on conflict (account_id, user_id) do update
                    set uuid = coalesce(excluded.uuid, tombstones.uuid),
                        deleted_at = excluded.deleted_at
                    returning user_id
                    """,
                ], alone: true)
        }
        if results[2].isEmpty { throw NotificationError.noUser }
        doorbell.ring(account, reader: user)
    }
}

extension User {
    fileprivate init(_ row: Row) throws {
        let (account, id, uuid, email, name, role, isActive, createdAt, updatedAt) = try row.decode(
            Int64.self, Int64.self, UUID?.self, String.self, String.self, String.self, Bool.self, Date.self, Date.self)
        self.init(
            id: Identifier(id), account: Identifier(account), uuid: uuid, email: email, name: name,
            role: Role(rawValue: role) ?? .viewer, isActive: isActive, createdAt: createdAt, updatedAt: updatedAt)
    }
}

extension NotificationError {
    static let noUser = NotificationError(.notFound, "No such user.")
}
