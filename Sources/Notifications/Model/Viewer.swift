/// The user on whose behalf a read happens. Every read takes one, so that none can forget whose account it is in.
public struct Viewer: Hashable, Sendable {
    public let account: Identifier<Account>
    public let user: Identifier<User>
    public let role: Role

    public init(account: Identifier<Account>, user: Identifier<User>, role: Role) {
        self.account = account
        self.user = user
        self.role = role
    }
}

/// What a user may do in their account.
public enum Role: String, CaseIterable, Sendable {
    case owner, admin, editor, viewer

    /// Owners and admins may retract what others see, and set the account's defaults.
    public var administersAccount: Bool { self == .owner || self == .admin }
}
