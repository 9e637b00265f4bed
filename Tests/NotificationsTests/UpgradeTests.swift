import Postgres
import TestDatabase
import Testing

@testable import Notifications

/// A database of the first release, with data in it, is brought up to date.
@Suite struct UpgradeTests {
    @Test func `what an earlier release has written is seen and counted as before`() async throws {
        let url = try await TestDatabase.shared.makeDatabase(template: "first release") { url in
            let first = Migrator(Array(Schema.migrations.prefix(5)), schema: Schema.name, logger: World.logger)
            _ = try await first.run(on: Configuration(url: url))
        }
        let pool = Pool(Configuration(url: url), logger: World.logger)
        for statement in Self.data { _ = try await pool.write(statement.unprepared()) }
        _ = try await Schema.migrator(logger: World.logger).run(on: Configuration(url: url))

        let inbox = Inbox(pool)
        let viewer = Viewer(account: 1, user: 1, role: .editor)
        let list = try await inbox.list(for: viewer)
        #expect(list.notifications.map(\.title) == ["Mine", "Everybody's"])
        #expect(list.notifications.map(\.isRead) == [false, true])
        #expect(list.notifications.map(\.audience) == [.user(1), .account])
        #expect(try await inbox.unreadCount(for: viewer) == 1)
        let later = try await NotificationService(pool).notifyTrendDetected(account: 1, topic: "AI Coding")
        #expect(try await inbox.list(for: viewer).notifications.first?.id == later.id)
        try await Directory(pool).delete(user: 2, in: 1)
        let rows = try await pool.read("select count(*) from notify.notifications")
        #expect(try rows[0].decode(Int.self) == 3)
        await pool.close()
    }

    private static let data: [SQL] = [
        "insert into notify.accounts (id) values (1)",
        "insert into notify.users (account_id, id) values (1, 1), (1, 2)",
        """
        insert into notify.notifications (account_id, user_id, notification_type, severity, title)
        values (1, null, 'system_info', 'info', 'Everybody''s'), (1, 1, 'system_info', 'info', 'Mine'),
               (1, 2, 'system_info', 'info', 'Theirs')
        """,
        """
        insert into notify.marks (account_id, reader_id, notification_id, read_at)
        select 1, 1, id, now() from notify.notifications where user_id is null
        """,
    ]
}
