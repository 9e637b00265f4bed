import FoundationEssentials
import Postgres

extension Directory {
    /// The account that a user belongs to who is named without one: the only one that knows them (where they are active,
    /// if they are anywhere). When several do, `fallback` if it is one of them. When none does, the one that they were
    /// deleted from last, so that an old token or a late event does not make them anew elsewhere; else `fallback`.
    public func account(
        of subject: UserClaims.Subject, or fallback: Identifier<Account>?
    ) async throws -> Identifier<Account>? {
        let (isUser, isGone): (SQL, SQL) =
            switch subject {
            case .id(let id): ("u.id = \(id)", "t.user_id = \(id)")
            case .uuid(let uuid): ("u.uuid = \(uuid)", "t.uuid = \(uuid)")
            }
        let (known, deleted) = try await translated {
            let results = try await pool.read([
                "select u.account_id, u.is_active from notify.users u where \(isUser)",
                "select t.account_id from notify.tombstones t where \(isGone) order by t.deleted_at desc limit 1",
            ])
            return (
                try results[0].map { try $0.decode(Int64.self, Bool.self) }, try results[1].first?.decode(Int64.self)
            )
        }
        let active = known.filter(\.1)
        let accounts = (active.isEmpty ? known : active).map { Identifier<Account>($0.0) }
        switch accounts.count {
        case 0: return deleted.map { Identifier($0) } ?? fallback
        case 1: return accounts[0]
        default: return fallback.flatMap { accounts.contains($0) ? $0 : nil }
        }
    }

    /// The user of an account; nil when there is none.
    public func find(_ subject: UserClaims.Subject, in account: Identifier<Account>) async throws -> Identifier<User>? {
        let isUser: SQL =
            switch subject {
            case .id(let id): "id = \(id)"
            case .uuid(let uuid): "uuid = \(uuid)"
            }
        let rows = try await translated {
            try await pool.read("select id from notify.users where account_id = \(account) and \(isUser)")
        }
        return try rows.first.map { Identifier(try $0.decode(Int64.self)) }
    }

    /// The user whom an event names, made on first sight, and their account with them.
    /// - Throws: `NotificationError.notFound` when they or the account were deleted.
    public func user(_ subject: UserClaims.Subject, in account: Identifier<Account>) async throws -> Identifier<User> {
        if let known = try await find(subject, in: account) { return known }
        do {
            if let made = try await meet(UserClaims(account: account, subject: subject)) { return made.viewer.user }
        } catch let error as NotificationError where error.code == .unauthenticated {
            throw NotificationError(.notFound, "This user or account was deleted.")
        }
        throw NotificationError.noUser
    }
}
