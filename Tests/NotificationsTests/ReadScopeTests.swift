import FoundationEssentials
import Notifications
import Testing

/// Whose read state it is.
@Suite struct ReadScopeTests {
    private let object = ObjectLink(contentType: "content", objectID: "7")

    @Test func `what one member reads stays unread for the other`() async throws {
        let (world, account, first, second) = try await twoMembers(.member)
        let id = try await world.announce(to: account)
        try await world.inbox.markRead(id, for: first)
        let mine = try await world.inbox.notification(id, for: first)
        let theirs = try await world.inbox.notification(id, for: second)
        let unread = try await world.inbox.unreadCount(for: second)
        #expect(mine.isRead && mine.readAt != nil)
        #expect(!theirs.isRead && theirs.readAt == nil)
        #expect(unread == 1)
        try await world.inbox.dismiss(id, for: first)
        await expectRefusal(.notFound) { try await world.inbox.notification(id, for: first) }
        _ = try await world.inbox.notification(id, for: second)
    }

    @Test func `in an account that reads together what one reads is read, and personal ones stay personal`()
        async throws
    {
        let (world, account, first, second) = try await twoMembers(.account)
        let wide = try await world.announce(to: account)
        let own = try await world.announce(to: account, user: first.user)
        let other = try await world.announce(to: account, user: second.user)
        try await world.inbox.markRead(wide, for: first)
        let shared = try await world.inbox.notification(wide, for: second)
        #expect(shared.isRead)
        await expectRefusal(.notFound) { try await world.inbox.markRead(own, for: second) }
        let marked = try await world.inbox.markAllRead(for: first)
        let theirs = try await world.inbox.notification(other, for: second)
        let unread = try await world.inbox.unreadCount(for: second)
        #expect(marked == 1)
        #expect(!theirs.isRead)
        #expect(unread == 1)
        try await world.inbox.dismiss(wide, for: second)
        await expectRefusal(.notFound) { try await world.inbox.notification(wide, for: first) }
    }

    @Test func `the first member of an account starts with everything unread and a later one with nothing`()
        async throws
    {
        let world = try await World.shared.value
        let account = world.newAccount()
        for _ in 0..<3 { try await world.announce(to: account) }
        let first = try await world.member(1, of: account)
        let later = try await world.member(2, of: account)
        let all = try await world.inbox.unreadCount(for: first)
        let none = try await world.inbox.unreadCount(for: later)
        #expect(all == 3)
        #expect(none == 0)
        try await world.announce(to: account)
        let one = try await world.inbox.unreadCount(for: later)
        #expect(one == 1)
    }

    @Test func `of several who come first at once one starts with everything unread`() async throws {
        let world = try await World.shared.value
        for _ in 0..<10 {
            let account = world.newAccount()
            try await world.announce(to: account)
            let unread = try await together(8) { number in
                let viewer = try await world.member(Identifier(Int64(number + 1)), of: account)
                return try await world.inbox.unreadCount(for: viewer)
            }
            #expect(unread.reduce(0, +) == 1)
        }
    }

    @Test(arguments: ReadScope.allCases)
    func `everything about one object is read at once, and nothing else`(scope: ReadScope) async throws {
        let (world, account, first, second) = try await twoMembers(scope)
        var about: [Identifier<Notification>] = []
        for user in [nil, nil, first.user, second.user] {
            let draft = NotificationDraft(
                Envelope(account: account, audience: user.map { .user($0) }, object: object), type: "system_info",
                title: "News")
            about.append(try await world.service.create(draft).id)
        }
        let other = try await world.announce(to: account)
        let through = try await world.inbox.markAllRead(about: object, through: about[0], for: first)
        let count = try await world.inbox.markAllRead(about: object, for: first)
        let again = try await world.inbox.markAllRead(about: object, for: first)
        let left = try await world.inbox.notification(other, for: first)
        let theirs = try await world.inbox.unreadCount(for: second)
        #expect([through, count, again] == [1, 2, 0])
        #expect(!left.isRead)
        #expect(theirs == (scope == .account ? 2 : 4))
    }

    @Test func `members read all while the account changes how it reads`() async throws {
        let (world, account, first, second) = try await twoMembers(.member)
        _ = try await together(12) { number in
            for step in 0..<15 {
                switch number {
                case 0: try await world.directory.put(account: account, readScope: step % 2 == 0 ? .account : .member)
                case 1..<4: try await world.announce(to: account)
                default: try await world.inbox.markAllRead(for: number % 2 == 0 ? first : second)
                }
            }
        }
        try await world.directory.put(account: account, readScope: .account)
        try await world.inbox.markAllRead(for: first)
        let unread = try await world.inbox.unreadCount(for: second)
        #expect(unread == 0)
    }

    private func twoMembers(_ scope: ReadScope) async throws -> (World, Identifier<Account>, Viewer, Viewer) {
        let world = try await World.shared.value
        let account = world.newAccount()
        try await world.directory.put(account: account, readScope: scope)
        let first = try await world.member(1, of: account)
        let second = try await world.member(2, of: account)
        return (world, account, first, second)
    }
}
