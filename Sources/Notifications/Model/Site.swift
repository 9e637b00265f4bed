public import FoundationEssentials

/// Something of the account's that a notification may be about.
public struct Site: Hashable, Sendable {
    public let id: Identifier<Site>
    public let account: Identifier<Account>
    public let name: String
    public let createdAt: Date
    public let updatedAt: Date
}
