public import FoundationEssentials
import Postgres

/// What a valid token says of a user.
public struct UserClaims: Hashable, Sendable {
    /// How the token names them.
    public enum Subject: Hashable, Sendable {
        case id(Identifier<User>)
        case uuid(UUID)
    }

    public var account: Identifier<Account>
    public var subject: Subject
    public var role: Role?
    public var email: String?
    public var name: String?
    /// nil: not said, so it may be from before anything.
    public var issuedAt: Date?
    /// Whether the account was told from the UUID: it is theirs as long as no other knows them as active.
    package var isOnlyAccount = false

    public init(
        account: Identifier<Account>, subject: Subject, role: Role? = nil, email: String? = nil, name: String? = nil,
        issuedAt: Date? = nil
    ) {
        self.account = account
        self.subject = subject
        self.role = role
        self.email = email
        self.name = name
        self.issuedAt = issuedAt
    }
}

extension Directory {
    /// Who a valid token stands for. Makes the account and the user on first sight, and keeps up with what the newest
    /// token says of them, but for what the host itself has told us.
    /// - Throws: `NotificationError.unauthenticated` when the user or the account was deleted after the token was issued,
    ///   `.forbidden` when the user is inactive.
    public func admit(_ claims: UserClaims) async throws -> Viewer {
        var known = try await look(up: claims)
        if known?.isCurrent != true { known = try await meet(claims) }
        guard let known else {
            throw NotificationError(.unavailable, "The user could not be admitted. Try again shortly.")
        }
        guard known.isActive else { throw NotificationError(.forbidden, "This user is not active.") }
        return known.viewer
    }

    /// Makes the account and the user, or changes what the claims say otherwise.
    func meet(_ claims: UserClaims) async throws -> KnownUser? {
        try await translated {
            _ = try await pool.write(
                [
                    Self.opening(claims.account, issuedAt: claims.issuedAt),
                    FeedLock.taking(claims.account),  // two first users may come at once
                    Self.acquaint(claims),
                ], isIdempotent: true)
            let known = try await look(up: claims)
            if let known { doorbell.ring(claims.account, reader: known.viewer.user) }
            return known
        }
    }

    struct KnownUser {
        let viewer: Viewer
        let isActive: Bool
        /// Not: the claims say otherwise than we know.
        let isCurrent: Bool
    }

    /// nil: an unknown user.
    func look(up claims: UserClaims) async throws -> KnownUser? {
        let rows = try await translated { try await pool.read(Self.lookUp(claims)) }
        guard let row = rows.first else { return nil }
        let (id, role, isActive, isCurrent, deletedAt) = try row.decode(
            Int64?.self, String?.self, Bool?.self, Bool?.self, Date?.self)
        if let deletedAt, claims.issuedAt.map({ $0 <= deletedAt }) ?? true {
            throw NotificationError(.unauthenticated, "This user or account was deleted after the token was issued.")
        }
        guard let id, let role else { return nil }
        let viewer = Viewer(account: claims.account, user: Identifier(id), role: Role(rawValue: role) ?? .viewer)
        return KnownUser(viewer: viewer, isActive: isActive == true, isCurrent: isCurrent == true)
    }

    private static func lookUp(_ claims: UserClaims) -> SQL {
        let rules = ClaimRules(claims)
        return """
            select u.id,
                   \(rules.role),
                   u.is_active,
                   \(rules.isCurrent),
                   (select max(t.deleted_at) from notify.tombstones t where \(rules.isGone))
            from (values (1)) one
            left join notify.users u on \(rules.isUser)
            """
    }

    private static func acquaint(_ claims: UserClaims) -> SQL {
        let (id, uuid, key): (SQL, SQL, SQL) =
            switch claims.subject {
            case .id(let id): ("\(id)", "null", "(account_id, id)")
            case .uuid(let uuid): ("nextval('notify.allotted_user_ids')", "\(uuid)", "(account_id, uuid)")
            }
        return """
            insert into notify.users (account_id, id, uuid, email, name, role, claimed_at)
            select a.id, \(id), \(uuid), coalesce(\(claims.email), ''), coalesce(\(claims.name), ''),
                   coalesce(\(claims.role?.rawValue), 'viewer'), \(claims.issuedAt)
            from notify.accounts a
            where a.id = \(claims.account)
              and not exists (
                  select
                  from notify.tombstones t
                  where \(ClaimRules(claims).isGone)
                    and t.deleted_at >= coalesce(\(claims.issuedAt), '-infinity')
              )
            on conflict \(key) do update
            set email = case when 'email' = any(users.told) then users.email else coalesce(\(claims.email), users.email) end,
                name = case when 'name' = any(users.told) then users.name else coalesce(\(claims.name), users.name) end,
                role = case when 'role' = any(users.told) then users.role
                            else coalesce(\(claims.role?.rawValue), users.role) end,
                claimed_at = coalesce(\(claims.issuedAt), users.claimed_at),
                updated_at = now()
            where users.claimed_at is null
               or \(claims.issuedAt) is null
               or users.claimed_at <= \(claims.issuedAt)
            """
    }
}
