public import FoundationEssentials

/// A member of one account.
public struct User: Hashable, Sendable {
    public let id: Identifier<User>
    public let account: Identifier<Account>
    public let uuid: UUID?
    public let email: String
    public let name: String
    public let role: Role
    public let isActive: Bool
    public let createdAt: Date
    public let updatedAt: Date
}
