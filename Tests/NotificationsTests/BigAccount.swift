import FoundationEssentials
import Notifications
import Postgres

/// A database of its own with one account of very many notifications, one that is nearly all other people's, and some
/// small ones.
struct BigAccount: Sendable {
    static let shared = Task { try await BigAccount(rows: 200_000) }

    let world: World
    let rows: Int
    /// Has read nearly all.
    let reader = Viewer(account: 1, user: 1, role: .editor)
    /// Has read nothing.
    let newcomer = Viewer(account: 1, user: 2, role: .editor)
    /// Has read nothing and muted a quarter of it.
    let muter = Viewer(account: 1, user: 3, role: .admin)
    /// Has 50 among other people's.
    let bystander = Viewer(account: 2, user: 1, role: .editor)

    var middle: Identifier<Notification> { Identifier(Int64(rows / 2)) }

    init(rows: Int, on world: World? = nil) async throws {
        self.rows = rows
        if let world { self.world = world } else { self.world = try await World() }
        let world = self.world
        for account in 1...20 { try await world.directory.put(account: Identifier(Int64(account))) }
        for user in 1...20 { _ = try await world.member(Identifier(Int64(user)), of: 1) }
        for user in 1...2 { _ = try await world.member(Identifier(Int64(user)), of: 2) }
        for site in 1...5 { try await world.directory.put(site: Identifier(Int64(site)), in: 1, name: "Site \(site)") }
        // Of the first account two in five are personal and one in twenty for roles; rare things are one in 5,000.
        try await fill(
            1, "1 ..", rows,
            user: "case when i % 5 < 2 then i % 20 + 1 end",
            roles: "case i % 50 when 2 then '{editor}' when 3 then '{admin,editor}' when 4 then '{viewer}' end",
            site: "case when i % 5000 = 9 then 5 when i % 2 = 0 then i % 4 + 1 end")
        try await fill(
            2, "2 ..", rows, from: rows, user: "case when i % (\(rows) / 50) = 7 then 1 else 2 end", site: "null::int")
        for account in 3...20 {
            try await fill(account, "few", 200, from: rows * 2 + account * 200, user: "null::int", site: "null::int")
        }
        for account in 1...20 {
            _ = try await world.pool.write(["select notify.recount(\(account))"], alone: true)
        }
        try await mark()
        _ = try await world.pool.write("delete from notify.notifications where account_id = 1 and id % 997 = 5")
        _ = try await world.pool.write(
            """
            insert into notify.preferences (account_id, reader_id, notification_type, enabled)
            values (1, 3, 'ai_content_1', false)
            """)
        _ = try await world.pool.write(
            "select setval('notify.notifications_id_seq', (select max(id) from notify.notifications))")
        for table in [
            "notifications", "lanes", "tallies", "mark_blocks", "marks", "read_throughs", "feeds", "users", "sites",
        ] {
            _ = try await world.pool.write(SQL(verbatim: "vacuum (analyze) notify.\(table)"))
        }
    }

    private func fill(
        _ account: Int, _ title: String, _ count: Int, from first: Int = 0, user: String, roles: String = "null",
        site: String
    ) async throws {
        // In parts, each well within the statement timeout.
        for start in stride(from: first, to: first + count, by: 50_000) {
            let end = min(start + 50_000, first + count)
            _ = try await world.pool.write([
                """
                insert into notify.notifications
                    (account_id, id, ordinal, user_id, roles, notification_type, severity, title, message, site_id, content_type, object_id,
                     metadata, created_at, updated_at)
                select \(account), i, 0, \(SQL(verbatim: user)), (\(SQL(verbatim: roles)))::text[],
                       case when i % 5000 = 9 then 'credits_low' else 'ai_content_' || i % 4 end,
                       (case when i % 5000 = 9 then 'error' when i % 2 = 0 then 'info' else 'success' end)::notify.notification_severity,
                       'Content Generated', 'Generated 3 articles (4500 words)', \(SQL(verbatim: site)),
                       'content', (i / 3)::text, '{"article_count": 3}', t.at, t.at
                from generate_series(\(start + 1), \(end)) i
                cross join lateral (select timestamptz '2026-01-01' + i * interval '1 second' as at) t
                """,
                """
                update notify.feeds
                set last_notification_id = n.id,
                    last_created_at = n.created_at
                from notify.notifications n
                where feeds.account_id = \(account)
                  and n.account_id = \(account)
                  and n.id = \(end)
                """,
            ])
        }
    }

    /// Each member of the first account has marks of all kinds; the reader has read all but the last 5 %.
    private func mark() async throws {
        _ = try await world.pool.write([
            """
            insert into notify.read_throughs (account_id, reader_id, through_id, read_at)
            select 1, u, s * \(rows) / 1000, now()
            from generate_series(1, 20) u, generate_series(50, 950, 50) s
            where u not in (2, 3)
            """,
            """
            insert into notify.marks (account_id, reader_id, notification_id, read_at, unread, dismissed_at)
            select 1, u, n.id,
                   case when n.id > \(rows) / 20 * 19 and n.id % 3 < 2 then now() end,
                   n.id <= \(rows) / 20 * 19,
                   case when n.id % 3 = 2 then now() end
            from generate_series(1, 20) u
            join notify.notifications n on n.account_id = 1 and n.user_id is null
            where u not in (2, 3)
              and (n.id % 499 = u or n.id > \(rows) / 20 * 19 and n.id % 50 = u)
            """,
        ])
    }
}
