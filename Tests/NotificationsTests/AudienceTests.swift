import FoundationEssentials
import Notifications
import Postgres
import Testing

/// Who sees what is for roles, and who is told.
@Suite struct AudienceTests {
    private let world: World
    private let account: Identifier<Account>

    init() async throws {
        world = try await World.shared.value
        account = world.newAccount()
    }

    private func announce(to audience: Audience, type: String = "system_info") async throws -> Notification {
        try #require(
            try await world.service.create(
                NotificationDraft(Envelope(account: account, audience: audience), type: type, title: "News")
            ).notification)
    }

    private func ids(for viewer: Viewer) async throws -> [Identifier<Notification>] {
        let list = try await world.inbox.list(for: viewer)
        let unread = try await world.inbox.unreadCount(for: viewer)
        #expect(list.count == list.notifications.count && unread == list.count)
        return list.notifications.map(\.id)
    }

    @Test func `one row is seen by whoever has one of its roles when they look`() async throws {
        let editor = try await world.member(1, of: account, role: .editor)
        let reader = try await world.member(2, of: account, role: .viewer)
        let id = try await announce(to: .roles([.admin, .editor])).id
        #expect(try await ids(for: editor) == [id])
        #expect(try await ids(for: reader) == [])
        let promoted = try await world.member(2, of: account, role: .admin)
        let demoted = try await world.member(1, of: account, role: .viewer)
        #expect(try await ids(for: promoted) == [id])
        #expect(try await ids(for: demoted) == [])
        await expectRefusal(.notFound) { try await world.inbox.markRead(id, for: demoted) }
        #expect(try await world.rows(in: "notifications", of: account) == 1)
    }

    @Test func `it is read and dismissed by each alone, even where the account reads together`() async throws {
        let (one, other) = (try await world.member(1, of: account), try await world.member(2, of: account))
        try await world.directory.put(account: account, readScope: .account)
        let id = try await announce(to: .roles([.editor])).id
        try await world.inbox.markRead(id, for: one)
        #expect(try await world.inbox.unreadCount(for: one) == 0)
        #expect(try await world.inbox.unreadCount(for: other) == 1)
        try await world.inbox.dismiss(id, for: one)
        await expectRefusal(.notFound) { try await world.inbox.notification(id, for: one) }
        #expect(try await world.inbox.notification(id, for: other).isRead == false)
    }

    @Test func `who is told is who is active, addressed, and wants to hear of it`() async throws {
        let uuid = UUID()
        try await world.directory.put(user: uuid, in: account, UserDetails(role: .admin))
        let silent = try await world.member(2, of: account)
        let muted = try await world.member(3, of: account)
        _ = try await world.member(4, of: account, role: .viewer)
        _ = try await world.member(5, of: account)
        try await world.directory.put(user: 5, in: account, UserDetails(isActive: false))
        let preferences = Preferences(world.pool)
        try await preferences.update(["trend.detected": .init(push: .set(false))], for: silent)
        try await preferences.update(["trend.detected": .init(enabled: .set(false))], for: muted)
        let recipients = Recipients(world.pool)
        let trend = try await announce(to: .roles([.admin, .editor]), type: "trend.detected")
        #expect(try await recipients.list(of: trend).map(\.uuid) == [uuid])
        let news = try await announce(to: .account)
        let all = try await recipients.list(of: news)
        #expect(all.map(\.id).dropFirst() == [2, 3, 4])
        let (first, rest) = (
            try await recipients.list(of: news, limit: 1),
            try await recipients.list(of: news, after: all[0].id, limit: 10)
        )
        #expect(first + rest == all)
        let personal = try await announce(to: .user(3))
        #expect(try await recipients.list(of: personal).map(\.id) == [3])
    }

    @Test func `a row with roles that comes by plain SQL with an id of its own is seen`() async throws {
        let editor = try await world.member(1, of: account)
        let rows = try await world.pool.write(
            """
            insert into notify.notifications
                (account_id, id, roles, notification_type, severity, title, created_at, updated_at)
            select \(account), nextval('notify.notifications_id_seq'), '{editor}', 'system_info', 'info', 'News', now(), now()
            returning id
            """)
        let id = try rows[0].decode(Int64.self)
        #expect(try await ids(for: editor).map(\.rawValue) == [id])
    }

    @Test(arguments: ["'{}'", "'{boss}'", "'{editor,null}'", "array[]::text[]"])
    func `the table refuses roles that are none`(roles: String) async throws {
        try await world.directory.put(account: account)
        await #expect(throws: PostgresError.self) {
            try await world.pool.write(
                """
                insert into notify.notifications (account_id, roles, notification_type, severity, title)
                values (\(account), \(SQL(verbatim: roles)), 'system_info', 'info', 'News')
                """)
        }
    }
}
