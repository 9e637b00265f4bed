import FoundationEssentials
import Postgres

extension Directory {
    /// The account that a user belongs to who is named without one: the only one that knows them. When none does, the one
    /// that they were deleted from, so that an old token does not make them anew elsewhere; else `fallback`.
    /// - Returns: nil when several know them, or none does, and there is no `fallback`.
    public func account(
        of subject: UserClaims.Subject, or fallback: Identifier<Account>?
    ) async throws -> Identifier<Account>? {
        let (isUser, isGone): (SQL, SQL) =
            switch subject {
            case .id(let id): ("id = \(id)", "false")
            case .uuid(let uuid): ("uuid = \(uuid)", "uuid = \(uuid)")
            }
        let rows = try await translated {
            try await pool.read(
                """
                (select account_id, true from notify.users where \(isUser) limit 2)
                union all
                (select account_id, false from notify.tombstones where \(isGone) order by deleted_at desc limit 1)
                """)
        }
        let found = try rows.map { try $0.decode(Int64.self, Bool.self) }
        let living = found.filter(\.1)
        if living.count > 1 { return fallback }
        return (living.first ?? found.first).map { Identifier($0.0) } ?? fallback
    }

    /// The user of an account; nil when there is none.
    public func find(_ subject: UserClaims.Subject, in account: Identifier<Account>) async throws -> Identifier<User>? {
        // Asked as of now: who was deleted before and told of again is there.
        try await look(up: UserClaims(account: account, subject: subject, issuedAt: Date()))?.viewer.user
    }

    /// Makes a user who is known by UUID alone, or changes one (see `put(user:in:_:)`).
    @discardableResult
    public func put(
        user uuid: UUID, in account: Identifier<Account>, _ details: UserDetails = UserDetails()
    ) async throws -> (user: User, isNew: Bool) {
        try details.check()
        let known = try await find(.uuid(uuid), in: account)
        // As if said by a token of now, so that one who was deleted is made anew.
        let made =
            known == nil
            ? try await meet(UserClaims(account: account, subject: .uuid(uuid), issuedAt: Date())) : nil
        guard let id = known ?? made?.viewer.user else { throw NotificationError.noUser }
        var details = details
        details.uuid = details.uuid ?? uuid
        return (try await put(user: id, in: account, details).user, known == nil)
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
