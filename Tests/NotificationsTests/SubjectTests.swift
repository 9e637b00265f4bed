import FoundationEssentials
import Notifications
import Testing

/// Users who are named by UUID, and by nothing else.
@Suite struct SubjectTests {
    private let world: World
    private let directory: Directory
    private let (account, other): (Identifier<Account>, Identifier<Account>)
    private let uuid = UUID()

    init() async throws {
        world = try await World.shared.value
        directory = world.directory
        (account, other) = (world.newAccount(), world.newAccount())
    }

    @Test func `a UUID that one account knows is of that account, whatever the default`() async throws {
        try await directory.put(user: uuid, in: account)
        #expect(try await directory.account(of: .uuid(uuid), or: nil) == account)
        #expect(try await directory.account(of: .uuid(uuid), or: other) == account)
    }

    @Test func `a UUID that none or several know is of the default account, or of none`() async throws {
        #expect(try await directory.account(of: .uuid(uuid), or: nil) == nil)
        #expect(try await directory.account(of: .uuid(uuid), or: other) == other)
        try await directory.put(user: uuid, in: account)
        try await directory.put(user: uuid, in: other)
        #expect(try await directory.account(of: .uuid(uuid), or: nil) == nil)
        #expect(try await directory.account(of: .uuid(uuid), or: other) == other)
        #expect(try await directory.account(of: .uuid(uuid), or: world.newAccount()) == nil, "not one of them")
        try await directory.put(user: uuid, in: other, UserDetails(isActive: false))
        #expect(try await directory.account(of: .uuid(uuid), or: nil) == account, "where they are active")
    }

    @Test(arguments: [true, false])
    func `who was in a deleted account does not turn up in the default one`(isUUID: Bool) async throws {
        let user = Identifier<User>(Int64.random(in: 1_000_000_000...2_000_000_000))
        try await directory.put(user: user, in: account, UserDetails(uuid: uuid))
        try await directory.delete(account: account)
        let subject: UserClaims.Subject = isUUID ? .uuid(uuid) : .id(user)
        #expect(try await directory.account(of: subject, or: other) == account)
        await expectRefusal(.notFound) { try await directory.user(subject, in: account) }
        await expectRefusal(.notFound) { try await directory.put(user: uuid, in: account) }
        // Made anew, the account begins anew: its first user has everything to read.
        try await directory.put(account: account)
        try await world.announce(to: account)
        let viewer = try await world.member(user, of: account)
        #expect(try await world.inbox.unreadCount(for: viewer) == 1)
    }

    @Test func `a user who is named by UUID is put the same twice, and not under another`() async throws {
        let first = try await directory.put(user: uuid, in: account, UserDetails(name: "Ada", role: .editor))
        let second = try await directory.put(user: uuid, in: account, UserDetails(name: "Ada", role: .editor))
        #expect(first.isNew && !second.isNew && first.user == second.user)
        await expectRefusal(.invalid, fields: ["uuid"]) {
            try await directory.put(user: uuid, in: account, UserDetails(uuid: UUID()))
        }
        // An older token still tells what the host has not.
        let claims = UserClaims(
            account: account, subject: .uuid(uuid), email: "ada@example.com",
            issuedAt: Date(timeIntervalSinceNow: -60))
        _ = try await directory.admit(claims)
        #expect(try await directory.put(user: uuid, in: account).user.email == "ada@example.com")
    }

    @Test func `a UUID that was deleted stays with its account, so that old tokens are refused there`() async throws {
        try await directory.put(user: 7, in: account, UserDetails(uuid: uuid))
        try await directory.delete(user: 7, in: account)
        #expect(try await directory.account(of: .uuid(uuid), or: other) == account)
        await expectRefusal(.notFound) { try await directory.user(.uuid(uuid), in: account) }
        #expect(try await directory.find(.uuid(uuid), in: account) == nil)
        let (user, isNew) = try await directory.put(user: uuid, in: account)
        #expect(isNew && user.id < 0, "told of again, they are there again")
        #expect(try await directory.find(.uuid(uuid), in: account) == user.id)
    }

    @Test func `an event makes its user on first sight, once, and unread`() async throws {
        try await directory.put(user: 1, in: account)
        try await world.announce(to: account)
        let ids = try await withThrowingTaskGroup(of: Identifier<User>.self) { group in
            for _ in 0..<16 {
                group.addTask { [directory, uuid, account] in try await directory.user(.uuid(uuid), in: account) }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        let user = try #require(ids.first)
        #expect(ids.count == 1)
        try await world.announce(to: account, user: user)
        let viewer = try await directory.admit(UserClaims(account: account, subject: .uuid(uuid), role: .editor))
        #expect(try await world.inbox.unreadCount(for: viewer) == 1)
    }

    @Test func `a number that was deleted and told of again is found`() async throws {
        try await directory.put(user: 7, in: account)
        try await directory.delete(user: 7, in: account)
        #expect(try await directory.find(.id(7), in: account) == nil)
        try await directory.put(user: 7, in: account)
        #expect(try await directory.find(.id(7), in: account) == 7)
    }
}
