import FoundationEssentials
import Postgres
import Synchronization
import TestDatabase
import Testing

@testable import Notifications

/// A database whose large tables are partitioned by account does what a plain one does.
@Suite struct PartitionTests {
    static let partitioned = Task { try await World(partitions: 4) }

    @Test(arguments: 101...102 as ClosedRange<UInt64>)
    func `everything agrees with a brute-force model under random operations`(seed: UInt64) async throws {
        var play = try await Play(Self.partitioned.value, seed: seed)
        for step in 1...300 {
            let operation = try await play.step()
            try await play.compare("partitioned, seed \(seed), step \(step): \(operation)")
            if Play.hasDisagreed.withLock({ $0 }) { return }
        }
        try await play.recount()
        try await play.compare("partitioned, seed \(seed), counted anew")
    }

    @Test func `what belongs to a user, a site or an account goes with it, and nothing else`() async throws {
        let world = try await Self.partitioned.value
        let accounts = (0..<6).map { _ in world.newAccount() }
        for account in accounts {
            for user in 1...2 { _ = try await world.member(Identifier(Int64(user)), of: account) }
            try await world.directory.put(site: 1, in: account, name: "Site")
            for audience in [nil, Audience.user(1), .user(2), .roles([.editor])] {
                let envelope = Envelope(
                    account: account, audience: audience, site: 1, idempotencyKey: "\(audience, default: "all")")
                for isReplay in [false, true] {
                    let receipt = try await world.service.create(
                        NotificationDraft(envelope, type: "system_info", title: "News"))
                    #expect(receipt.isReplay == isReplay)
                }
            }
            try await world.inbox.markRead(
                world.inbox.list(for: Viewer(account: account, user: 1, role: .editor)).notifications[0].id,
                for: Viewer(account: account, user: 1, role: .editor))
        }
        try await world.directory.delete(user: 2, in: accounts[0])
        try await world.directory.delete(site: 1, in: accounts[1])
        try await world.directory.delete(account: accounts[2])

        for (place, account) in accounts.enumerated() where place != 2 {
            let viewer = Viewer(account: account, user: 1, role: .editor)
            let page = try await world.inbox.list(for: viewer)
            #expect(page.count == 3 && page.notifications.count == 3)
            #expect(page.notifications.allSatisfy { ($0.site == nil) == (place == 1) })
            #expect(try await world.inbox.unreadCount(for: viewer) == 2)
            #expect(try await world.rows(in: "notifications", of: account) == (place == 0 ? 3 : 4))
            #expect(try await world.inbox.markAllRead(for: viewer) == 2)
        }
        for table in ["notifications", "marks", "tallies", "readers"] {
            #expect(try await world.rows(in: table, of: accounts[2]) == 0)
        }
    }

    @Test func `a page, a count and an insertion each touch one partition, and no more of it than of a plain table`()
        async throws
    {
        let plain = try await BigAccount(rows: 10_000)
        let parted = try await BigAccount(rows: 10_000, on: World(partitions: 4))
        for viewer in [plain.reader, plain.newcomer] {
            let rules = ReadRules(viewer, .standard)
            var unread = Filter()
            unread.isRead = false
            var statements = [Inbox.unreadCount(rules), Inbox.readingAll(through: nil, rules), Inbox.one(5, rules)]
            for filter in [Filter(), unread] {
                let count = Count(filter, rules)
                statements.append(
                    plain.world.inbox.page(filter, .before(plain.middle), size: 20, counting: count, for: viewer))
            }
            for statement in statements {
                for isGeneric in [true, false] {
                    let one = try await Plan.of(
                        statement, after: rules.lockReaders, isGeneric: isGeneric, on: plain.world.pool)
                    let other = try await Plan.of(
                        statement, after: rules.lockReaders, isGeneric: isGeneric, on: parted.world.pool)
                    for table in ["notifications_p", "marks_p"] {
                        let scans = other.scans.filter { $0.contains(" \(table)") }
                        #expect(Set(scans.map { $0.split(separator: " ").last }).count <= 1, "\(other)")
                    }
                    #expect(other.scans.allSatisfy { !$0.hasPrefix("Seq Scan on notifications") }, "\(other)")
                    #expect(other.buffers <= one.buffers * 3 / 2 + 50, "\(other), and of a plain table \(one)")
                }
            }
        }
        for big in [plain, parted] { await big.world.pool.close() }
    }

    /// So that nothing that a migration gives these tables is left behind.
    @Test func `the tables have all that plain ones have`() async throws {
        let (plain, parted) = (try await World.shared.value, try await Self.partitioned.value)
        for (what, statement) in Self.properties {
            let expected = try await plain.pool.read(statement)[0].decode([String].self)
            #expect(!expected.isEmpty || what == "others", "\(what)")
            #expect(try await parted.pool.read(statement)[0].decode([String].self) == expected, "\(what)")
        }
    }

    @Test func `only an empty database is partitioned, once, and later migrations run on it`() async throws {
        let world = try await World()
        let configuration = Configuration(url: world.url)
        func partition(into count: Int) async throws {
            try await Schema.partition(into: count, on: configuration, logger: World.logger)
        }
        for count in [1, 0, -4, 100_000] {
            await #expect(throws: PostgresError.self) { try await partition(into: count) }
        }
        let account = world.newAccount()
        try await world.directory.put(account: account)
        let id = try await world.announce(to: account)
        let refusal = await #expect(throws: PostgresError.self) { try await partition(into: 2) }
        #expect(refusal?.code == .migration && refusal?.message.contains("empty") == true)
        _ = try await world.pool.write("delete from notify.notifications")

        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 { group.addTask { try await partition(into: 2) } }
            try await group.waitForAll()
        }
        let another = await #expect(throws: PostgresError.self) { try await partition(into: 3) }
        #expect(another?.message.contains("2") == true)
        let later = Migration(
            number: 999, name: "999_later.sql",
            sql: """
                alter table notifications add column later text not null default 'x' check (later <> ''), drop column action_label;
                drop index notifications_by_type;
                create index notifications_by_type on notifications (account_id, notification_type, id);
                alter table marks drop constraint marks_notification_fkey, add column later bigint;
                alter table marks add constraint marks_notification_fkey
                    foreign key (account_id, notification_id) references notifications (account_id, id) on delete cascade;
                """)
        let migrator = Migrator(Schema.migrations + [later], schema: Schema.name, logger: World.logger)
        #expect(try await migrator.run(on: configuration) == [later])
        let rows = try await world.pool.write(
            """
            insert into notify.notifications (account_id, notification_type, severity, title)
            values (\(account), 'system_info', 'info', 'News')
            returning id > \(id) and later = 'x'
            """)
        #expect(try rows[0].decode(Bool.self))
        await world.pool.close()
    }
}
