public import FoundationEssentials
import Postgres

/// What a host tells of a user; what is nil stays as it is.
public struct UserDetails: Hashable, Sendable {
    public var uuid: UUID?
    /// At most 254 code points.
    public var email: String?
    /// At most 200 code points.
    public var name: String?
    /// nil for a new user: viewer.
    public var role: Role?
    /// An inactive user may not read.
    public var isActive: Bool?

    public init(
        uuid: UUID? = nil, email: String? = nil, name: String? = nil, role: Role? = nil, isActive: Bool? = nil
    ) {
        self.uuid = uuid
        self.email = email
        self.name = name
        self.role = role
        self.isActive = isActive
    }

    func check() throws(NotificationError) {
        var errors = FieldErrors()
        errors.text("email", email, limit: 254)
        errors.text("name", name, limit: 200)
        try errors.finish()
    }
}

extension Directory {
    /// Makes a user or changes one. What the host says of them beats what their tokens say from then on.
    /// - Returns: the user, and whether they are new.
    /// - Throws: `NotificationError.notFound` for a negative number that was not allotted here.
    @discardableResult
    public func put(
        user: Identifier<User>, in account: Identifier<Account>, _ details: UserDetails = UserDetails()
    ) async throws -> (user: User, isNew: Bool) {
        try details.check()
        let results = try await translated {
            try await pool.write(
                [
                    "insert into accounts (id) values (\(account)) on conflict (id) do nothing",
                    FeedLock.taking(account),
                    """
                    insert into users (account_id, id, uuid, email, name, role, is_active, is_managed)
                    select \(account), \(user), \(details.uuid), coalesce(\(details.email), ''),
                           coalesce(\(details.name), ''), coalesce(\(details.role?.rawValue), 'viewer'),
                           coalesce(\(details.isActive), true), true
                    where \(user) > 0
                       or exists (select from users where account_id = \(account) and id = \(user))
                    on conflict (account_id, id) do update
                    set uuid = coalesce(\(details.uuid), users.uuid),
                        email = coalesce(\(details.email), users.email),
                        name = coalesce(\(details.name), users.name),
                        role = coalesce(\(details.role?.rawValue), users.role),
                        is_active = coalesce(\(details.isActive), users.is_active),
                        is_managed = true,
                        updated_at = now()
                    returning \(User.columns), xmax = 0
                    """,
                ], isIdempotent: true)
        }
        guard let row = results[2].first else { throw NotificationError.noUser }
        return try User.withNovelty(row)
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
                    from readers
                    where account_id = \(account)
                      and reader_id = \(user)
                    for update
                    """,
                    """
                    with gone as (
                        delete from users
                        where account_id = \(account)
                          and id = \(user)
                        returning account_id, id, uuid
                    )
                    insert into tombstones (account_id, user_id, uuid)
                    select account_id, id, uuid
                    from gone
                    on conflict (account_id, user_id) do update
                    set uuid = coalesce(excluded.uuid, tombstones.uuid),
                        deleted_at = excluded.deleted_at
                    returning user_id
                    """,
                ])
        }
        if results[2].isEmpty { throw NotificationError.noUser }
    }
}

extension User {
    static let columns: SQL = "account_id, id, uuid, email, name, role, is_active, created_at, updated_at"

    fileprivate static func withNovelty(_ row: Row) throws -> (user: User, isNew: Bool) {
        let (account, id, uuid, email, name, role, isActive, createdAt, updatedAt, isNew) = try row.decode(
            Int64.self, Int64.self, UUID?.self, String.self, String.self, String.self, Bool.self, Date.self,
            Date.self, Bool.self)
        let user = User(
            id: Identifier(id), account: Identifier(account), uuid: uuid, email: email, name: name,
            role: Role(rawValue: role) ?? .viewer, isActive: isActive, createdAt: createdAt, updatedAt: updatedAt)
        return (user, isNew)
    }
}

extension NotificationError {
    static let noUser = NotificationError(.notFound, "No such user.")
}
