public import Notifications

/// An account whose members one may choose to be in the demo.
public struct DemoAccount: Sendable {
    public struct Member: Sendable {
        public let id: Identifier<User>
        public let name: String
        public let role: Role

        public init(id: Identifier<User>, name: String, role: Role) {
            self.id = id
            self.name = name
            self.role = role
        }
    }

    public let id: Identifier<Account>
    public let name: String
    /// Whose ids no other account's have.
    public let members: [Member]
    public let sites: [Identifier<Site>]

    public init(id: Identifier<Account>, name: String, members: [Member], sites: [Identifier<Site>]) {
        self.id = id
        self.name = name
        self.members = members
        self.sites = sites
    }
}
