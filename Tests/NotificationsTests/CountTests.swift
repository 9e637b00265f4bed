import Postgres
import Testing

@testable import Notifications

/// What is counted without looking is what a look at each would count: in an account whose lanes have many blocks.
@Suite struct CountTests {
    @Test func `the unread count of a large account is exact, whoever asks`() async throws {
        let big = try await BigAccount.shared.value
        for viewer in [big.reader, big.newcomer, big.muter, big.bystander] {
            let counted = try await big.world.inbox.unreadCount(for: viewer)
            let expected = try await brute(viewer, "not is_read", big)
            #expect(counted == expected, "user \(viewer.user)")
        }
    }

    @Test(arguments: PlanTests.listings)
    func `the count beside a page is exact, or says that it is not`(listing: PlanTests.Listing) async throws {
        let big = try await BigAccount.shared.value
        guard let condition = Self.conditions[listing.testDescription] else { return }
        for viewer in [big.reader, big.newcomer, big.muter, big.bystander] {
            let page = try await big.world.inbox.list(listing.filter, for: viewer)
            let expected = try await brute(viewer, condition, big)
            if page.isCountExact {
                #expect(page.count == expected, "user \(viewer.user)")
            } else {
                #expect(page.count == 10_000 && expected > 10_000, "user \(viewer.user): \(expected)")
            }
        }
    }

    @Test func `bits above an ordinal are those after it, in its block and in later ones`() async throws {
        let big = try await BigAccount.shared.value
        // Every third ordinal is set.
        let rows = try await big.world.pool.read(
            """
            with blocks as (
                select (i - 1) / 1024 as block, bit_or(notify.bit_at(i)) as bits
                from generate_series(3::bigint, 3072, 3) i
                group by 1
            )
            select o, (select sum(notify.bits_above(bits, block, o)) from blocks)::bigint
            from unnest(array[0, 1, 2, 3, 1023, 1024, 1025, 2047, 2048, 2049, 3071, 3072, 3073]::bigint[]) o
            """)
        for row in rows {
            let (ordinal, count) = try row.decode(Int.self, Int.self)
            #expect(count == (1...1024).count { $0 * 3 > ordinal }, "above \(ordinal)")
        }
    }

    @Test func `an insertion by plain SQL that goes back in the order is refused`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let newest = try await world.announce(to: account)
        await #expect(throws: PostgresError.self) {
            _ = try await world.pool.write(
                """
                insert into notify.notifications (account_id, id, notification_type, severity, title, created_at, updated_at)
                values (\(account), \(newest.rawValue - 1), 'system_info', 'info', 'Late', now(), now())
                """)
        }
        _ = try await world.pool.write(
            """
            insert into notify.notifications (account_id, notification_type, severity, title)
            select \(account), 'system_info', 'info', 'Number ' || i
            from generate_series(1, 5) i
            """)
        let viewer = try await world.member(1, of: account)
        #expect(try await world.inbox.list(for: viewer).count == 6)
        #expect(try await world.inbox.unreadCount(for: viewer) == 6)
    }

    @Test func `rows that come with ids of their own are the newest, and lists are others then`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        try await world.announce(to: account)
        let viewer = try await world.member(1, of: account)
        let before = try await world.inbox.state(for: viewer)
        _ = try await world.pool.write(
            """
            insert into notify.notifications
                (account_id, id, notification_type, severity, title, created_at, updated_at)
            select \(account), nextval('notify.notifications_id_seq'), 'system_info', 'info', 'Import', now(), now()
            from generate_series(1, 3)
            """)
        let after = try await world.inbox.state(for: viewer)
        #expect(after.feedRevision > before.feedRevision && after.lastNotification > before.lastNotification)
        #expect(try await world.inbox.unreadCount(for: viewer) == 4)
        #expect(try await world.inbox.markAllRead(for: viewer) == 4)
        #expect(try await world.inbox.unreadCount(for: viewer) == 0)
    }

    @Test func `what changes its site, its severity or its type by plain SQL is counted there`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let viewer = try await world.member(1, of: account)
        let ids = [try await world.announce(to: account), try await world.announce(to: account)]
        try await world.inbox.markRead(ids[0], for: viewer)
        _ = try await world.pool.write(
            "update notify.notifications set severity = 'error' where account_id = \(account) and id = \(ids[1])")
        var filter = Filter()
        filter.severities = [.error]
        #expect(try await world.inbox.list(filter, for: viewer).count == 1)
        _ = try await world.pool.write(
            """
            update notify.notifications set notification_type = 'credits_low'
            where account_id = \(account) and id = \(ids[0])
            """)
        filter = Filter()
        filter.types = ["credits_low"]
        #expect(try await world.inbox.list(filter, for: viewer).count == 1)
        filter.isRead = false
        #expect(try await world.inbox.list(filter, for: viewer).count == 0)
        #expect(try await world.inbox.unreadCount(for: viewer) == 1)
    }

    @Test func `who is deleted and comes back is counted anew`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        _ = try await world.member(7, of: account)
        for _ in 0..<3 { try await world.announce(to: account, user: 7) }
        try await world.directory.delete(user: 7, in: account)
        let viewer = try await world.member(7, of: account)
        var own: [Identifier<Notification>] = []
        for _ in 0..<4 { own.append(try await world.announce(to: account, user: 7)) }
        #expect(try await world.inbox.unreadCount(for: viewer) == 4)
        try await world.inbox.markRead(own[1], for: viewer)
        var filter = Filter()
        filter.isRead = true
        #expect(try await world.inbox.list(filter, for: viewer).count == 1)
        #expect(try await world.inbox.unreadCount(for: viewer) == 3)
    }

    @Test func `a page far beyond the end does not exist, whatever its number`() async throws {
        let big = try await BigAccount.shared.value
        for number in [1_000_000, 1_000_000_000, Int.max / 201] {
            await expectRefusal(.notFound) {
                _ = try await big.world.inbox.list(position: .page(number), size: 100, for: big.newcomer)
            }
        }
    }

    private static let conditions = [
        "all": "true",
        "read": "is_read",
        "unread": "not is_read",
        "a common type": "notification_type = 'ai_content_1'",
        "a rare type": "notification_type = 'credits_low'",
        "several types": "notification_type in ('ai_content_1', 'credits_low')",
        "a category": "notification_type in ('credits_low', 'credits_depleted')",
        "a common severity": "severity = 'info'",
        "a rare severity": "severity = 'error'",
        "a severity that none has": "severity = 'warning'",
        "several severities": "severity in ('warning', 'error')",
        "a common site": "site_id = 2",
        "a rare site": "site_id = 5",
        "unread of a rare severity": "not is_read and severity = 'error'",
        "read of a common type": "is_read and notification_type = 'ai_content_1'",
    ]

    private func brute(_ viewer: Viewer, _ condition: String, _ big: BigAccount) async throws -> Int {
        let rows = try await big.world.pool.read(
            """
            select count(*)
            from (
                select n.*, case when m.unread then false when m.read_at is not null then true
                                 else n.id <= coalesce(t.through_id, 0) end as is_read
                from notify.notifications n
                left join notify.marks m
                  on m.account_id = n.account_id and m.reader_id = \(viewer.user) and m.notification_id = n.id
                cross join (
                    select max(through_id) as through_id
                    from notify.read_throughs
                    where account_id = \(viewer.account)
                      and reader_id = \(viewer.user)
                ) t
                where n.account_id = \(viewer.account)
                  and m.dismissed_at is null
                  and (n.user_id = \(viewer.user) or n.user_id is null and (n.roles is null or \(viewer.role.rawValue) = any(n.roles)))
                  and not exists (
                      select
                      from notify.preferences p
                      where p.account_id = \(viewer.account)
                        and p.reader_id = \(viewer.user)
                        and p.notification_type = n.notification_type
                        and not p.enabled
                  )
            ) n
            where \(SQL(verbatim: condition))
            """)
        return try rows[0].decode(Int.self)
    }
}
