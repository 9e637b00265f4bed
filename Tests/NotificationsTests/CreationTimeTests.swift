import FoundationEssentials
import Notifications
import Postgres
import Testing

/// When a notification happened: as the caller says, but never out of the feed's order.
@Suite struct CreationTimeTests {
    private let past = Date(timeIntervalSince1970: 1_700_000_000)

    @Test func `a time in the past is kept while nothing newer is there`() async throws {
        let (world, account) = try await account()
        let first = try await create(at: past, account, world)
        let second = try await create(at: past + 60, account, world)
        #expect(first == past)
        #expect(second == past + 60)
    }

    @Test func `no time runs behind its predecessor's`() async throws {
        let (world, account) = try await account()
        let first = try await create(at: past, account, world)
        let second = try await create(at: past - 60, account, world)
        let third = try await insert(at: past - 60, account, world)
        #expect([first, second, third] == [past, past, past])
        let now = try await create(at: nil, account, world)
        let later = try await create(at: past + 1, account, world)
        #expect(now > past + 1)
        #expect(later == now)
    }

    @Test func `no time runs ahead of the clock`() async throws {
        let (world, account) = try await account()
        for date in [Date.distantFuture, Date() + 3600] {
            let free = try await create(at: date, account, world)
            let plain = try await insert(at: date, account, world)
            #expect(free < Date() + 60)
            #expect(plain < Date() + 60)
        }
    }

    @Test func `plain SQL brings its time, and takes the clock's without one`() async throws {
        let (world, account) = try await account()
        let first = try await insert(at: past, account, world)
        let second = try await insert(at: nil, account, world)
        #expect(first == past)
        #expect(second > past)
    }

    @Test(arguments: ["-infinity", "infinity"])
    func `plain SQL brings no time that a calendar cannot show`(time: String) async throws {
        let (world, account) = try await account()
        _ = try? await world.pool.write(
            """
            insert into notify.notifications (account_id, notification_type, severity, title, created_at)
            values (\(account), 'system_info', 'info', 'News', \(time)::text::timestamptz)
            """)
        _ = try await world.inbox.list(for: world.member(1, of: account))
    }

    private func account() async throws -> (World, Identifier<Account>) {
        let world = try await World.shared.value
        let account = world.newAccount()
        try await world.directory.put(account: account)
        return (world, account)
    }

    private func create(at date: Date?, _ account: Identifier<Account>, _ world: World) async throws -> Date {
        let draft = NotificationDraft(Envelope(account: account), type: "system_info", title: "News", createdAt: date)
        return try #require(try await world.service.create(draft).notification).createdAt
    }

    private func insert(at date: Date?, _ account: Identifier<Account>, _ world: World) async throws -> Date {
        let rows = try await world.pool.write(
            """
            insert into notify.notifications (account_id, notification_type, severity, title, created_at)
            values (\(account), 'system_info', 'info', 'News', \(date))
            returning created_at
            """)
        return try rows[0].decode(Date.self)
    }
}
