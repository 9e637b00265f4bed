import Notifications
import Postgres
import Testing

@Suite struct ReadAllTests {
    @Test(arguments: [2, 8])
    func `parallel read-alls of one viewer report together what was unread`(callers: Int) async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let viewer = try await world.member(1, of: account)
        for _ in 0..<10 {
            for _ in 0..<5 { try await world.announce(to: account) }
            let counts = try await together(callers) { _ in try await world.inbox.markAllRead(for: viewer) }
            #expect(counts.reduce(0, +) == 5)
        }
    }

    @Test(arguments: [2, 8])
    func `members who share their read state report together what was unread`(callers: Int) async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        try await world.directory.put(account: account, readScope: .account)
        var viewers: [Viewer] = []
        for user in 1...callers { viewers.append(try await world.member(Identifier(Int64(user)), of: account)) }
        for _ in 0..<10 {
            for _ in 0..<5 { try await world.announce(to: account) }
            let counts = try await together(callers) { [viewers] in
                try await world.inbox.markAllRead(for: viewers[$0])
            }
            #expect(counts.reduce(0, +) == 5)
        }
    }

    @Test(arguments: [(ReadScope.member, 1), (.account, 2)])
    func `it writes a row for each reader, however many it marks`(scope: ReadScope, rows: Int) async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        try await world.directory.put(account: account, readScope: scope)
        let viewer = try await world.member(1, of: account)
        for _ in 0..<30 { try await world.announce(to: account) }
        try await world.announce(to: account, user: 1)
        let count = try await world.inbox.markAllRead(for: viewer)
        let again = try await world.inbox.markAllRead(for: viewer)
        let throughs = try await world.rows(in: "read_throughs", of: account)
        let marks = try await world.rows(in: "marks", of: account)
        #expect(count == 31)
        #expect(again == 0)
        #expect(throughs == rows)
        #expect(marks == 0)
    }

    @Test func `what commits after it stays unread`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let viewer = try await world.member(1, of: account)
        try await world.announce(to: account)
        try await world.inbox.markAllRead(for: viewer)
        let later = try await world.announce(to: account)
        let unread = try await world.inbox.unreadCount(for: viewer)
        let notification = try await world.inbox.notification(later, for: viewer)
        #expect(unread == 1)
        #expect(!notification.isRead)
    }

    /// Whatever the order in which they come: each notification is counted once, by one of the read-alls.
    @Test func `read-alls among writers count each notification once`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let viewer = try await world.member(1, of: account)
        let counts = try await together(12) { number in
            var count = 0
            for _ in 0..<20 {
                if number < 8 {
                    try await world.announce(to: account)
                } else {
                    count += try await world.inbox.markAllRead(for: viewer)
                }
            }
            return count
        }
        let rest = try await world.inbox.unreadCount(for: viewer)
        #expect(counts.reduce(rest, +) == 160)
    }

    @Test func `through leaves newer ones alone and never reaches beyond the newest`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let viewer = try await world.member(1, of: account)
        var ids: [Identifier<Notification>] = []
        for _ in 0..<5 { ids.append(try await world.announce(to: account)) }
        let none = try await world.inbox.markAllRead(through: 0, for: viewer)
        let less = try await world.inbox.markAllRead(through: -1, for: viewer)
        let two = try await world.inbox.markAllRead(through: ids[1], for: viewer)
        let back = try await world.inbox.markAllRead(through: ids[0], for: viewer)
        let left = try await world.inbox.unreadCount(for: viewer)
        #expect([none, less, two, back, left] == [0, 0, 2, 0, 3])
        let rest = try await world.inbox.markAllRead(through: Identifier(.max), for: viewer)
        try await world.announce(to: account)
        let fresh = try await world.inbox.unreadCount(for: viewer)
        #expect(rest == 3)
        #expect(fresh == 1)
    }
}
