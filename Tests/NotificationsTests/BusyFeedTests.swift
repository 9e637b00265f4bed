import Notifications
import Postgres
import Synchronization
import Testing

/// An account whose feed somebody has locked waits; the others do not.
@Suite(.timeLimit(.minutes(2))) struct BusyFeedTests {
    @Test(arguments: [1, 6])
    func `whoever writes to accounts that are locked waits, and the others go on`(lockedCount: Int) async throws {
        let world = try await World.shared.value
        let pool = world.ownPool("locked \(lockedCount)")
        let service = NotificationService(pool)
        let locked = try await newAccounts(lockedCount, world)
        let others = try await newAccounts(20, world)
        let written = Counter()
        let waiting = try await lockingFeeds(of: locked, world) {
            let waiting = (0..<(lockedCount * 100)).map { number in
                Task {
                    defer { written.increase() }
                    return try await service.create(.news("\(number)", to: locked[number % lockedCount])).id
                }
            }
            try await untilWaited(for: min(lockedCount, 2), "locked \(lockedCount)", pool)
            let ids = try await together(500) { number in
                try await service.create(.news("\(number)", to: others[number % 20])).id
            }
            #expect(Set(ids).count == 500)
            // Connections for transactions are left too.
            _ = try await pool.transaction { try await $0.query("select 1") }
            #expect(written.value == 0)
            return waiting
        }
        for (number, call) in waiting.enumerated() {
            let id = try await call.value
            #expect(id != 0, "\(number)")
        }
        for account in locked {
            let count = try await world.rows(in: "notifications", of: account)
            #expect(count == 100)
        }
        await pool.close()
    }

    @Test func `what else is locked in one account holds up no other`() async throws {
        let world = try await World.shared.value
        let pool = world.ownPool()
        let service = NotificationService(pool)
        let accounts = try await newAccounts(8, world)
        for account in accounts { try await world.directory.put(user: 1, in: account, UserDetails(role: .editor)) }
        let holder = world.ownPool()
        let waiting = try await holder.transaction { transaction in
            _ = try await transaction.query(
                "select from notify.users where account_id = \(accounts[0]) and id = 1 for update")
            let waiting = Task {
                var draft = NotificationDraft.news("Yours", to: accounts[0])
                draft.envelope.audience = .user(1)
                return try await service.create(draft).id
            }
            let ids = try await together(140) { number in
                try await service.create(.news("\(number)", to: accounts[1 + number % 7])).id
            }
            #expect(Set(ids).count == 140)
            return waiting
        }
        #expect(try await waiting.value != 0)
        await holder.close()
        await pool.close()
    }

    @Test func `whoever is cancelled while the account is locked is not written and disturbs nobody`() async throws {
        let world = try await World.shared.value
        let pool = world.ownPool("cancelled")
        let service = NotificationService(pool)
        let locked = try await newAccounts(3, world)
        let calls = try await lockingFeeds(of: locked, world) {
            let first = locked.map { account in Task { try await service.create(.news("first", to: account)).id } }
            try await untilWaited(for: 2, "cancelled", pool)
            let calls = (0..<90).map { number in
                Task { try await service.create(.news("\(number)", to: locked[number % 3])).id }
            }
            // Not one of them can be on its way: of each account one sync is, or none can be.
            for (number, call) in calls.enumerated() where number % 2 == 0 { call.cancel() }
            for (number, call) in calls.enumerated() where number % 2 == 0 {
                await expectRefusal(.unavailable) { try await call.value }
            }
            return first + calls.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        }
        for call in calls { #expect(try await call.value != 0) }
        for account in locked {
            let count = try await world.rows(in: "notifications", of: account)
            #expect(count == 16)
        }
        await pool.close()
    }

    @Test func `too many who wait for one account are refused, and take no place of others`() async throws {
        let world = try await World.shared.value
        let pool = world.ownPool("too many")
        let service = NotificationService(pool)
        let accounts = try await newAccounts(2, world)
        let (locked, other) = (accounts[0], accounts[1])
        let (refusals, refused) = AsyncStream<Void>.makeStream()
        let calls = try await lockingFeeds(of: [locked], world) {
            let first = Task { try await service.create(.news("first", to: locked)).id != 0 }
            try await untilWaited(for: 1, "too many", pool)
            let calls = (0..<4196).map { number in
                Task {
                    do {
                        return try await service.create(.news("\(number)", to: locked)).id != 0
                    } catch let error as NotificationError where error.code == .unavailable {
                        refused.yield()
                        return false
                    }
                }
            }
            var iterator = refusals.makeAsyncIterator()
            for _ in 0..<100 { await iterator.next() }
            #expect(try await service.create(.news("News", to: other)).id != 0)
            return [first] + calls
        }
        var written = 0
        for call in calls where try await call.value { written += 1 }
        let count = try await world.rows(in: "notifications", of: locked)
        #expect(written == 4097)
        #expect(count == 4097)
        await pool.close()
    }

    @Test func `a task that is cancelled already writes nothing`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let service = world.service
        let call = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await service.create(.news("News", to: account)).id
        }
        await expectRefusal(.unavailable) { try await call.value }
        let count = try await world.rows(in: "notifications", of: account)
        #expect(count == 0)
    }

    private func newAccounts(_ count: Int, _ world: World) async throws -> [Identifier<Account>] {
        try await (0..<count).asyncMap { _ in
            let account = world.newAccount()
            try await world.directory.put(account: account)
            return account
        }
    }

    /// Locks the accounts' feeds, as a long import would, until `body` has ended.
    private func lockingFeeds<Value: Sendable>(
        of accounts: [Identifier<Account>], _ world: World, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        let pool = world.ownPool()
        let value = try await pool.transaction { transaction in
            _ = try await transaction.query(
                """
                select
                from notify.feeds
                where account_id = any(\(accounts.map(\.rawValue)))
                order by account_id
                for no key update
                """)
            return try await body()
        }
        await pool.close()
        return value
    }

    /// Waits until so many connections of the pool of that name wait for a lock.
    private func untilWaited(for count: Int, _ name: String, _ pool: Pool) async throws {
        while true {
            let rows = try await pool.read(
                """
                select count(*)
                from pg_stat_activity
                where datname = current_database()
                  and application_name = \(name)
                  and wait_event_type = 'Lock'
                """)
            if try rows[0].decode(Int.self) >= count { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

private final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func increase() { count.add(1, ordering: .relaxed) }
}
