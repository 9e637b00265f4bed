import FoundationEssentials
import Notifications
import Postgres
import Testing

/// Within an account ids rise in commit order, whoever writes.
@Suite struct FeedOrderTests {
    @Test func `a reader that asks for what follows the last id misses none and finds no smaller one later`()
        async throws
    {
        let world = try await World.shared.value
        let account = world.newAccount()
        try await world.directory.put(account: account)
        let end = ContinuousClock.now + .seconds(3)
        let writers = Task {
            try await together(16) { number in
                var written: [Int64] = []
                while ContinuousClock.now < end { written += try await Self.write(number, account, world) }
                return written
            }
        }
        var reader = Reader(account: account)
        while ContinuousClock.now < end { try await reader.poll(world.pool) }
        let written = try await writers.value.flatMap { $0 }
        try await reader.poll(world.pool)
        #expect(reader.seen == written.sorted())
        #expect(written.count > 16)
    }

    @Test func `many accounts are written to at once, each for the first time`() async throws {
        let world = try await World.shared.value
        let accounts = (0..<24).map { _ in world.newAccount() }
        _ = try await together(16) { number in
            for account in accounts[number...] + accounts[..<number] {
                _ = try await Self.write(number % 2, account, world)
            }
        }
        for account in accounts {
            let count = try await world.rows(in: "notifications", of: account)
            #expect(count == 16)
        }
    }

    @Test func `the first announcements of an account come at once and none is doubled`() async throws {
        let world = try await World.shared.value
        for _ in 0..<40 {
            let account = world.newAccount()
            let ids = try await together(16) { _ in try await world.announce(to: account) }
            let count = try await world.rows(in: "notifications", of: account)
            #expect(Set(ids).count == 16)
            #expect(count == 16)
        }
    }

    /// Typed calls, free-form ones, and plain SQL from elsewhere, of one row and of several.
    private static func write(_ kind: Int, _ account: Identifier<Account>, _ world: World) async throws -> [Int64] {
        switch kind % 4 {
        case 0:
            let receipt = try await world.service.notifyClusteringComplete(
                account: account, clusterCount: 5, keywordCount: 50)
            return [receipt.id.rawValue]
        case 1:
            return [try await world.announce(to: account).rawValue]
        case let kind:
            return try await world.pool.write(
                """
                insert into notify.notifications (account_id, notification_type, severity, title)
                select \(account), 'system_info', 'info', 'News'
                from generate_series(1, \(kind == 2 ? 1 : 3))
                returning id
                """
            ).map { try $0.decode(Int64.self) }
        }
    }
}

/// Knows only the last id it saw.
private struct Reader {
    let account: Identifier<Account>
    var seen: [Int64] = []
    var newest = Date.distantPast

    mutating func poll(_ pool: Pool) async throws {
        let last = seen.last ?? 0
        let rows = try await pool.read([
            """
            select id, created_at
            from notify.notifications
            where account_id = \(account)
              and id > \(last)
            order by id
            """,
            "select count(*) from notify.notifications where account_id = \(account) and id <= \(last)",
        ])
        let before = try rows[1][0].decode(Int.self)
        #expect(before == seen.count, "a smaller id came later")
        for row in rows[0] {
            let (id, createdAt) = try row.decode(Int64.self, Date.self)
            #expect(createdAt >= newest)
            seen.append(id)
            newest = createdAt
        }
    }
}
