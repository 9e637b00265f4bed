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
    /// Who a valid token stands for. Makes the account and the user on first sight, and keeps up with what tokens say
    /// of them until the host itself has told us.
    /// - Throws: `NotificationError.unauthenticated` when the user or the account was deleted after the token was issued,
    ///   `.forbidden` when the user is inactive.
    public func admit(_ claims: UserClaims) async throws -> Viewer {
        if let known = try await look(up: claims) { return known }
        return try await translated {
            // A writer's place, since two first users may come at once.
            _ = try await pool.write(
                [
                    "insert into accounts (id) values (\(claims.account)) on conflict (id) do nothing",
                    FeedLock.taking(claims.account),
                    Self.acquaint(claims),
                ], isIdempotent: true)
            guard let viewer = try await look(up: claims) else {
                throw NotificationError(.unavailable, "The user could not be admitted. Try again shortly.")
            }
            return viewer
        }
    }

    /// nil when there is something to write: an unknown user, or one of whom the token says otherwise.
    private func look(up claims: UserClaims) async throws -> Viewer? {
        let rows = try await translated { try await pool.read(Self.lookUp(claims)) }
        guard let row = rows.first else { return nil }
        let (id, role, isActive, isCurrent, deletedAt) = try row.decode(
            Int64?.self, String?.self, Bool?.self, Bool?.self, Date?.self)
        if let deletedAt, claims.issuedAt.map({ $0 <= deletedAt }) ?? true {
            throw NotificationError(.unauthenticated, "This user or account was deleted after the token was issued.")
        }
        guard let id, let role, isCurrent == true else { return nil }
        guard isActive == true else { throw NotificationError(.forbidden, "This user is not active.") }
        return Viewer(account: claims.account, user: Identifier(id), role: Role(rawValue: role) ?? .viewer)
    }

    private static func lookUp(_ claims: UserClaims) -> SQL {
        let (isUser, isGone): (SQL, SQL) =
            switch claims.subject {
            case .id(let id): ("u.id = \(id)", "t.user_id = \(id)")
            case .uuid(let uuid): ("u.uuid = \(uuid)", "t.uuid = \(uuid)")
            }
        return """
            select u.id, u.role, u.is_active,
                   u.is_managed
                   or u.role = coalesce(\(claims.role?.rawValue), u.role)
                   and u.email = coalesce(\(claims.email), u.email)
                   and u.name = coalesce(\(claims.name), u.name),
                   (
                       select max(t.deleted_at)
                       from tombstones t
                       where t.account_id = \(claims.account)
                         and (t.user_id = 0 or \(isGone))
                   )
            from (values (1)) one
            left join users u on u.account_id = \(claims.account) and \(isUser)
            """
    }

    private static func acquaint(_ claims: UserClaims) -> SQL {
        let (id, uuid, key): (SQL, SQL, SQL) =
            switch claims.subject {
            case .id(let id): ("\(id)", "null", "(account_id, id)")
            case .uuid(let uuid): ("nextval('allotted_user_ids')", "\(uuid)", "(account_id, uuid)")
            }
        return """
            insert into users (account_id, id, uuid, email, name, role)
            values (
                \(claims.account), \(id), \(uuid), coalesce(\(claims.email), ''), coalesce(\(claims.name), ''),
                coalesce(\(claims.role?.rawValue), 'viewer')
            )
            on conflict \(key) do update
            set email = coalesce(\(claims.email), users.email),
                name = coalesce(\(claims.name), users.name),
                role = coalesce(\(claims.role?.rawValue), users.role),
                updated_at = now()
            where not users.is_managed
            """
    }
}
