import Logging
import Notifications
import Postgres
import Testing

@Suite struct IdempotencyTests {
    @Test(arguments: [true, false])
    func `one key used by sixteen callers at once makes one notification`(isAccountKnown: Bool) async throws {
        let world = try await World.shared.value
        for _ in 0..<10 {
            let account = world.newAccount()
            if isAccountKnown { try await world.directory.put(account: account) }
            let receipts = try await together(16) { _ in try await Self.announce("a", to: account, world) }
            let count = try await world.rows(in: "notifications", of: account)
            #expect(count == 1)
            #expect(receipts.filter { !$0.isReplay }.count == 1)
            #expect(Set(receipts.map(\.id)).count == 1)
            #expect(receipts.allSatisfy { $0.notification?.title == "News" })
        }
    }

    @Test func `the same key with other arguments is a conflict`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        _ = try await Self.announce("a", to: account, world)
        await expectRefusal(.conflict, fields: ["idempotency_key"]) {
            try await Self.announce("a", to: account, world, title: "Other news")
        }
        await expectRefusal(.conflict) {
            try await world.service.notifyCreditsDepleted(account: account, idempotencyKey: "a")
        }
        let count = try await world.rows(in: "notifications", of: account)
        #expect(count == 1)
    }

    @Test func `of two different calls with one key at once one is a conflict`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let outcomes = try await together(16) { number in
            do {
                return try await Self.announce("a", to: account, world, title: "News \(number % 2)").isReplay ? 1 : 0
            } catch let error as NotificationError where error.code == .conflict {
                return 2
            }
        }
        #expect(outcomes.filter { $0 == 0 }.count == 1)
        #expect(outcomes.filter { $0 == 1 }.count == 7)
        #expect(outcomes.filter { $0 == 2 }.count == 8)
    }

    @Test func `a key outlives its notification`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let receipt = try await Self.announce("a", to: account, world)
        try await world.service.retract(receipt.id, in: account)
        let replay = try await Self.announce("a", to: account, world)
        let count = try await world.rows(in: "notifications", of: account)
        #expect(replay.isReplay && replay.id == receipt.id && replay.notification == nil)
        #expect(count == 0)
    }

    @Test func `the same key in two accounts is two keys`() async throws {
        let world = try await World.shared.value
        let first = try await Self.announce("a", to: world.newAccount(), world)
        let second = try await Self.announce("a", to: world.newAccount(), world)
        #expect(!first.isReplay && !second.isReplay)
        #expect(first.id != second.id)
    }

    @Test func `a key that has expired makes a new notification, once`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let old = try await Self.announce("a", to: account, world)
        try await Self.age("a", of: account, byDays: 31, world)
        let new = try await Self.announce("a", to: account, world, title: "Other news")
        let replay = try await Self.announce("a", to: account, world, title: "Other news")
        #expect(!new.isReplay && new.id > old.id)
        #expect(replay.isReplay && replay.id == new.id)
    }

    @Test func `a typed call is the same though its site was renamed or deleted since`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        try await world.directory.put(site: 7, in: account, name: "My Blog")
        func sync() async throws -> Receipt? {
            try await world.service.notifyWordPressSyncSuccess(
                account: account, site: 7, count: 3, idempotencyKey: "sync 1")
        }
        let first = try await sync()
        try await world.directory.put(site: 7, in: account, name: "Our Blog")
        let second = try await sync()
        try await world.directory.delete(site: 7, in: account)
        let third = try await sync()
        #expect(second.isReplay && second.id == first.id)
        #expect(third.isReplay && third.id == first.id)
        #expect(second.notification?.message == "Synced 3 items with My Blog")
        #expect(second.notification?.site?.name == "Our Blog")
        #expect(third.notification?.site == nil)
    }

    @Test func `housekeeping removes the keys that have expired and no others`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        for key in ["old", "young"] { _ = try await Self.announce(key, to: account, world) }
        try await Self.age("old", of: account, byDays: 31, world)
        try await Self.age("young", of: account, byDays: 29, world)
        _ = try await Housekeeping(world.pool, logger: World.logger).sweep()
        let keys = try await world.pool.read("select key from notify.idempotency_keys where account_id = \(account)")
        let left = try keys.map { try $0.decode(String.self) }
        #expect(left == ["young"])
    }

    @Test func `housekeeping removes what was noted of changes for longer than a day`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        _ = try await world.member(1, of: account)
        for _ in 0..<2 { try await world.service.retract(world.announce(to: account), in: account) }
        _ = try await world.pool.write(
            """
            update notify.feed_changes
            set changed_at = changed_at - interval '25 hours'
            where account_id = \(account)
              and revision = (select min(revision) from notify.feed_changes where account_id = \(account))
            """)
        #expect(try await Housekeeping(world.pool, logger: World.logger).sweep() > 0)
        #expect(try await world.rows(in: "feed_changes", of: account) == 1)
    }

    private static func announce(
        _ key: String, to account: Identifier<Account>, _ world: World, title: String = "News"
    ) async throws -> Receipt? {
        let envelope = Envelope(account: account, idempotencyKey: key)
        return try await world.service.create(NotificationDraft(envelope, type: "system_info", title: title))
    }

    private static func age(
        _ key: String, of account: Identifier<Account>, byDays days: Int, _ world: World
    ) async throws {
        _ = try await world.pool.write(
            """
            update notify.idempotency_keys
            set created_at = created_at - \(days) * interval '1 day'
            where account_id = \(account)
              and key = \(key)
            """)
    }
}
