public import FoundationEssentials

/// A tenant. Owns everything: its users, sites, notifications and who has read them.
public struct Account: Hashable, Sendable {
    public let id: Identifier<Account>
    public let name: String
    public let readScope: ReadScope
    public let createdAt: Date
    public let updatedAt: Date
}

/// Whose read state an account-wide notification has. Personal ones are always their user's own.
public enum ReadScope: String, CaseIterable, Sendable {
    /// Each member reads for themselves.
    case member
    /// Whoever reads it first has read it for everybody: the source document's literal behaviour.
    case account
}
