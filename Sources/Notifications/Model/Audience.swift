/// Who sees a notification.
public enum Audience: Hashable, Sendable {
    /// Everybody in the account.
    case account
    /// The users who have one of these roles when they look: a new editor sees it, a demoted one no longer does. At least
    /// one.
    case roles(Set<Role>)
    /// One user alone.
    case user(Identifier<User>)

    /// The one user, if it is for one.
    public var user: Identifier<User>? {
        if case .user(let user) = self { user } else { nil }
    }

    /// The roles in their order, if it is for those who have them.
    public var roles: [Role]? {
        if case .roles(let roles) = self { Role.allCases.filter(roles.contains) } else { nil }
    }
}
