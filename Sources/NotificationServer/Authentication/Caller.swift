import FoundationEssentials
import Notifications

/// Who is calling, as the token says.
enum Caller: Hashable, Sendable {
    case user(UserToken)
    case service(ServiceToken)
}

/// What a user's token says.
struct UserToken: Hashable, Sendable {
    typealias Subject = UserClaims.Subject

    let subject: Subject
    /// Nil when the token has none; then `Settings.defaultAccount` is meant.
    let account: Identifier<Account>?
    let role: Role?
    let email: String?
    let name: String?
    let issuedAt: Date?
    let expiresAt: Date
}

/// What the token of another program says.
struct ServiceToken: Hashable, Sendable {
    /// What stands after `service:` in the subject.
    let name: String
    let scopes: Set<String>
    /// The one account it is bound to; nil when it may act for all.
    let account: Identifier<Account>?
    let issuedAt: Date?
    let expiresAt: Date
}
