/// The user on whose behalf a read happens. Every read takes one, so that none can forget whose account it is in.
public struct Viewer: Hashable, Sendable {
    public let account: Identifier<Account>
    public let user: Identifier<User>
    public let role: Role
    /// What their token says: checked again with every statement on this viewer's behalf, which throws `ViewerChanged`
    /// when admission would give another now. nil: nothing is checked. No part of who the viewer is.
    package var claims: UserClaims?

    public init(account: Identifier<Account>, user: Identifier<User>, role: Role) {
        self.account = account
        self.user = user
        self.role = role
    }

    public static func == (left: Viewer, right: Viewer) -> Bool {
        left.account == right.account && left.user == right.user && left.role == right.role
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(account)
        hasher.combine(user)
        hasher.combine(role)
    }
}

/// The token of a viewer does not stand for them any more: nothing was read or written. Admit its bearer anew.
package struct ViewerChanged: Error {}

/// What a user may do in their account.
public enum Role: String, CaseIterable, Sendable {
    case owner, admin, editor, viewer

    /// Owners and admins may retract what others see, and set the account's defaults.
    public var administersAccount: Bool { self == .owner || self == .admin }
}
