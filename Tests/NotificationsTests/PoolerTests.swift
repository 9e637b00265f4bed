import Postgres
import TestDatabase
import Testing

@testable import Notifications

/// Two servers' worth of the library before one real pgbouncer, which hands every transaction to any of four servers.
@Suite(.enabled(if: TestPooler.isInstalled, "\(TestPooler.missing)"))
struct PoolerTests {
    @Test(arguments: [false, true])
    func `two servers write and read through a pooler, and nothing is lost or doubled`(prepares: Bool) async throws {
        let database = try await World().url
        let pooler = try await TestPooler(to: database, settings: ["default_pool_size": "4"])
        let worlds = [World(url: pooler.conninfo, prepares: prepares), World(url: pooler.conninfo, prepares: prepares)]
        let (account, other) = (worlds[0].newAccount(), worlds[0].newAccount())
        let viewer = try await worlds[0].member(1, of: account)
        let stranger = try await worlds[0].member(1, of: other)

        // Each key is used four times, on both servers, and for both accounts.
        let calls = try await together(32) { caller in
            let service = worlds[caller % 2].service
            var ids: [Int64] = []
            for round in 0..<20 {
                let key = "\(caller / 4)-\(round)"
                let receipt = try await service.create(
                    NotificationDraft(
                        Envelope(account: caller % 8 < 4 ? account : other, idempotencyKey: key), type: "system_info",
                        title: key))
                ids.append(receipt.id.rawValue)
                if round % 5 == 4 { _ = try await worlds[caller % 2].inbox.list(for: viewer) }
            }
            return ids
        }
        for ids in calls { #expect(ids == ids.sorted(), "a later one has a smaller id") }
        #expect(Set(calls.flatMap { $0 }).count == 32 / 4 * 20)
        for (world, member) in [(worlds[0], viewer), (worlds[1], viewer), (worlds[1], stranger)] {
            let page = try await world.inbox.list(size: 100, for: member)
            #expect(page.count == 80 && page.notifications.count == 80)
            #expect(Set(page.notifications.map(\.title)).count == 80)
            #expect(try await world.inbox.unreadCount(for: member) == 80)
        }
        // Their ids rise in the order in which they were committed.
        let late = try await worlds[0].pool.read(
            """
            select count(*)
            from (select id, created_at < lag(created_at) over (partition by account_id order by id) as is_late
                  from notify.notifications) n
            where is_late
            """)
        #expect(try late[0].decode(Int.self) == 0)

        let newest = try #require(try await worlds[0].inbox.list(for: viewer).notifications.first?.id)
        _ = try await together(16) { try await worlds[$0 % 2].inbox.markRead(newest, for: viewer) }
        #expect(try await worlds[1].inbox.unreadCount(for: viewer) == 79)
        let counts = try await together(16) { try await worlds[$0 % 2].inbox.markAllRead(for: viewer) }
        #expect(counts.reduce(0, +) == 79)
        try await worlds[1].inbox.retract(newest, for: Viewer(account: account, user: 1, role: .owner))
        for world in worlds {
            #expect(try await world.inbox.unreadCount(for: viewer) == 0)
            #expect(try await world.inbox.list(for: viewer).count == 79)
            #expect(try await world.inbox.unreadCount(for: stranger) == 80)
            await world.pool.close()
        }
        await pooler.stop()
    }

    @Test func `a locked account waits and the others go on, through a pooler too`() async throws {
        let direct = try await World()
        let pooler = try await TestPooler(to: direct.url)
        let world = World(url: pooler.conninfo, prepares: false)
        let (locked, other) = (world.newAccount(), world.newAccount())
        for account in [locked, other] { _ = try await world.member(1, of: account) }
        let waiting = try await direct.pool.transaction { transaction in
            _ = try await transaction.query("select from notify.feeds where account_id = \(locked) for update")
            let waiting = Task { try await world.announce(to: locked) }
            for _ in 0..<20 { try await world.announce(to: other) }
            while try await !transaction.query(Self.isAnyoneWaiting)[0].decode(Bool.self) {
                try await Task.sleep(for: .milliseconds(5))
            }
            return waiting
        }
        #expect(try await waiting.value.rawValue > 0)
        await world.pool.close()
        await pooler.stop()
    }

    @Test func `what is written through a pooler is heard at once on a direct connection`() async throws {
        let direct = try await World()
        let pooler = try await TestPooler(to: direct.url)
        let world = World(url: pooler.conninfo, prepares: false)
        let process = LiveProcess(world, at: direct.url) { $0.pollInterval = .seconds(3600) }
        let mirror = LiveMirror(process.feed, try await world.member(1, of: 1))
        try await eventually("the inbox is open") { mirror.now.count == 0 }
        // Once it listens; what came before, it finds then.
        let ids = [try await world.announce(to: 1), try await world.announce(to: 1)]
        try await eventually("both are told") { mirror.now.created == ids && mirror.now.count == 2 }
        try await world.inbox.markAllRead(for: mirror.viewer)
        try await eventually("both are read") { mirror.now.items.values.allSatisfy(\.isRead) }
        await process.stop()
        await world.pool.close()
        await pooler.stop()
    }

    private static let isAnyoneWaiting: SQL = """
        select exists (
            select
            from pg_stat_activity
            where datname = current_database()
              and wait_event_type = 'Lock'
        )
        """
}

extension World {
    /// The faces on a database that has its tables, through whatever the URL names.
    init(url: String, prepares: Bool) {
        var configuration = Configuration(url: url)
        configuration.preparesStatements = prepares
        configuration.queueTimeout = .seconds(60)
        configuration.statementTimeout = .seconds(300)
        self.init(url: url, pool: Pool(configuration, logger: World.logger))
    }
}
