import FoundationEssentials
import Logging
import Notifications
import Postgres
import TestDatabase
import Testing

@testable import NotifyCommand

@Suite struct SeedTests {
    private static func migratedPool() async throws -> Pool {
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let url = try await TestDatabase.shared.makeDatabase(template: "migrated") { url in
            _ = try await Schema.migrator(logger: logger).run(on: Configuration(url: url))
        }
        return Pool(Configuration(url: url), logger: logger)
    }

    /// Everything that seeding writes, as text.
    private func dump(_ pool: Pool) async throws -> [String] {
        try await pool.read(
            """
            select row_to_json(n)::text from notify.notifications n
            union all select row_to_json(m)::text from notify.marks m
            union all select row_to_json(t)::text from notify.read_throughs t
            union all select row_to_json(u)::text from notify.users u
            union all select row_to_json(s)::text from notify.sites s
            union all select row_to_json(a)::text from notify.accounts a
            order by 1
            """
        ).map { try $0.decode(String.self) }
    }

    private func owner(of world: SeedWorld) throws -> Viewer {
        let user = try #require(world.users.first)
        return Viewer(account: Identifier(world.account.id), user: Identifier(user.id), role: .owner)
    }

    @Test func `the busy world shows every type over several days, partly read`() async throws {
        let pool = try await Self.migratedPool()
        let world = try #require(SeedWorld.all.first)
        let now = Date()
        let count = try await Seeder(pool).play(world, now: now)
        let rows = try await pool.read(
            """
            select count(distinct notification_type), count(*), min(created_at), max(created_at)
            from notify.notifications
            where account_id = \(world.account.id)
            """)
        let (types, total, oldest, newest) = try rows[0].decode(Int.self, Int.self, Date.self, Date.self)
        #expect(types == Catalogue.standard.types.count)
        #expect(total == count)
        #expect(now.timeIntervalSince(oldest) > 5 * 86_400)
        #expect(now.timeIntervalSince(newest) < 86_400)
        let viewer = try owner(of: world)
        let unread = try await Inbox(pool).unreadCount(for: viewer)
        let visible = try await Inbox(pool).list(for: viewer).count
        #expect(unread > 0 && unread < visible)
        #expect(world.users.count > 2 && world.sites.count > 1)
    }

    @Test func `seeding twice changes nothing`() async throws {
        let pool = try await Self.migratedPool()
        for world in try SeedWorld.all {
            let count = try await Seeder(pool).play(world)
            #expect(count > 0)
        }
        let before = try await dump(pool)
        for world in try SeedWorld.all {
            let count = try await Seeder(pool).play(world)
            #expect(count == 0)
        }
        #expect(try await dump(pool) == before)
    }

    @Test func `seeding that was interrupted is taken up where it stopped`() async throws {
        let pool = try await Self.migratedPool()
        let world = try #require(SeedWorld.all.first)
        let half = SeedWorld(
            account: .init(id: world.account.id, name: ""), users: world.users, sites: world.sites,
            events: Array(world.events.prefix(10)))
        _ = try await Seeder(pool).play(half)
        _ = try await Seeder(pool).play(world)
        let rows = try await pool.read(
            "select count(*) from notify.notifications where account_id = \(world.account.id)")
        #expect(try rows[0].decode(Int.self) == world.events.count)
    }

    @Test func `demo data stays out of an account that is in use`() async throws {
        let pool = try await Self.migratedPool()
        let world = try #require(SeedWorld.all.first)
        try await NotificationService(pool).notifyCreditsDepleted(account: Identifier(world.account.id))
        await #expect(throws: NotificationError.self) { try await Seeder(pool).play(world) }
        #expect(try await Directory(pool).account(Identifier(world.account.id))?.name == "")
    }
}
