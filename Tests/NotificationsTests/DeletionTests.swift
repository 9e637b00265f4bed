import FoundationEssentials
import Notifications
import Postgres
import Testing

/// Deleting an account or a user takes everything of theirs along, and nothing of others'.
@Suite struct DeletionTests {
    @Test func `deleting an account takes all that is its own along and leaves the others'`() async throws {
        let world = try await World.shared.value
        let (account, other) = (world.newAccount(), world.newAccount())
        for each in [account, other] { try await furnish(each, world) }
        let before = try await census(of: other, world)
        #expect(before.filter { $0.value == 0 } == [:], "every table is tried")
        try await world.directory.delete(account: account)
        let left = try await census(of: account, world)
        let after = try await census(of: other, world)
        #expect(
            left.filter { $0.value > 0 } == ["tombstones": (before["users"] ?? 0) + (before["tombstones"] ?? 0) + 1])
        #expect(after == before)
    }

    @Test func `what is announced to a deleted account does not bring it back, telling of it does`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        try await furnish(account, world)
        try await world.directory.delete(account: account)
        await expectRefusal(.notFound) { try await world.announce(to: account) }
        await expectRefusal(.notFound) { try await world.service.notifyCreditsDepleted(account: account) }
        await expectRefusal(.notFound) {
            try await world.service.notifyCreditsBalance(account: account, creditsTotal: 1, creditsRemaining: 0)
        }
        let gone = try await world.directory.account(account)
        #expect(gone == nil)
        try await world.directory.put(account: account)
        try await world.announce(to: account)
        let first = try await world.member(1, of: account)
        let unread = try await world.inbox.unreadCount(for: first)
        #expect(unread == 1, "the first of the new account")
    }

    @Test func `deleting a user takes their own notifications and read state along`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let first = try await world.member(1, of: account)
        let second = try await world.member(2, of: account)
        let wide = try await world.announce(to: account)
        let own = try await world.announce(to: account, user: 1)
        let other = try await world.announce(to: account, user: 2)
        for id in [wide, own] { try await world.inbox.markRead(id, for: first) }
        try await world.inbox.markAllRead(for: first)
        try await world.inbox.markUnread(wide, for: first)
        try await world.directory.delete(user: 1, in: account)
        let ids = try await world.pool.read(
            "select id from notify.notifications where account_id = \(account) order by id")
        let left = try ids.map { Identifier<Notification>(try $0.decode(Int64.self)) }
        #expect(left == [wide, other])
        for table in ["marks", "read_throughs"] {
            let rows = try await world.rows(in: table, of: account)
            #expect(rows == 0, "\(table)")
        }
        let unread = try await world.inbox.unreadCount(for: second)
        #expect(unread == 2)
        await expectRefusal(.unauthenticated) { try await world.inbox.markRead(wide, for: first) }
    }

    @Test func `an account that is deleted while many write and read leaves nothing behind`() async throws {
        let world = try await World.shared.value
        for _ in 0..<6 {
            let account = world.newAccount()
            try await furnish(account, world)
            let deadlocks = try await world.deadlocks()
            _ = try await together(20) { number in
                for step in 0..<12 {
                    do {
                        try await act(number, step, on: account, world)
                    } catch let error as NotificationError {
                        #expect([.notFound, .unauthenticated, .invalid].contains(error.code), "\(number): \(error)")
                    }
                }
            }
            // A put of the account or of what is in it has brought it back, if it came later.
            if try await world.directory.account(account) != nil { try await world.directory.delete(account: account) }
            let left = try await census(of: account, world)
            #expect(left.filter { $0.value > 0 }.keys.sorted() == ["tombstones"])
            let after = try await world.deadlocks()
            #expect(after == deadlocks)
        }
    }

    /// Eight writers, four readers, and those who tell and delete.
    private func act(
        _ number: Int, _ step: Int, on account: Identifier<Account>, _ world: World
    ) async throws {
        let viewer = Viewer(account: account, user: Identifier(Int64(number % 3 + 1)), role: .owner)
        switch number {
        case 0..<4: try await world.announce(to: account, user: number == 0 ? 1 : nil)
        case 4..<8:
            try await world.service.notifyKeywordsImported(
                account: account, site: 7, count: 1, idempotencyKey: "\(number) \(step)")
        case 8, 9: try await world.inbox.markAllRead(for: viewer)
        case 10, 11:
            guard let newest = try await world.inbox.list(for: viewer).notifications.first?.id else { return }
            try await world.inbox.markRead(newest, for: viewer)
            try await world.inbox.markUnread(newest, for: viewer)
        case 12, 13:
            guard let newest = try await world.inbox.list(for: viewer).notifications.first?.id else { return }
            try await number == 12 ? world.inbox.dismiss(newest, for: viewer) : world.inbox.retract(newest, for: viewer)
        case 14:
            guard let newest = try await world.inbox.list(for: viewer).notifications.first?.id else { return }
            try await world.service.retract(newest, in: account)
        case 15: try await world.directory.put(account: account, readScope: step.isMultiple(of: 2) ? .account : .member)
        case 16: try await world.directory.put(site: 7, in: account, name: "Blog \(step)")
        case 17 where step % 4 == 3: try await world.directory.delete(site: 7, in: account)
        case 18 where step % 4 == 2: try await world.directory.delete(user: 3, in: account)
        case 18: try await world.directory.put(user: 3, in: account)
        case 19 where step == 6: try await world.directory.delete(account: account)
        default: try await world.announce(to: account)
        }
    }

    /// Leaves a row in each table.
    private func furnish(_ account: Identifier<Account>, _ world: World) async throws {
        for user in 1...4 { _ = try await world.member(Identifier(Int64(user)), of: account) }
        try await world.directory.delete(user: 4, in: account)
        try await world.directory.put(site: 7, in: account, name: "My Blog")
        let viewer = Viewer(account: account, user: 1, role: .editor)
        let own = try await world.announce(to: account, user: 1)
        try await world.inbox.dismiss(own, for: viewer)
        try await world.announce(to: account, user: 1)
        try await world.service.notifyKeywordsImported(account: account, site: 7, count: 1, idempotencyKey: "a")
        try await world.inbox.markAllRead(for: viewer)
        let later = try await world.service.notifyCreditsBalance(account: account, creditsTotal: 9, creditsRemaining: 1)
        try await world.inbox.markRead(try #require(later).id, for: viewer)
        try await Preferences(world.pool).update(["system_info": .init(push: .set(false))], for: viewer)
    }

    /// How many rows it has in each table of the tenants'.
    private func census(of account: Identifier<Account>, _ world: World) async throws -> [String: Int] {
        let tables = try await world.pool.read(
            """
            select table_name::text
            from information_schema.columns
            where table_schema = 'notify'
              and column_name = 'account_id'
            """
        )
        var counts: [String: Int] = [:]
        for table in tables {
            let name = try table.decode(String.self)
            counts[name] = try await world.rows(in: name, of: account)
        }
        return counts
    }
}

extension World {
    /// How many deadlocks PostgreSQL has broken so far in this database; the pool hides them by trying again.
    fileprivate func deadlocks() async throws -> Int {
        let rows = try await pool.read("select deadlocks from pg_stat_database where datname = current_database()")
        return try rows[0].decode(Int.self)
    }
}
