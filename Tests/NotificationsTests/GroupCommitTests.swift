import FoundationEssentials
import Notifications
import Postgres
import Synchronization
import Testing

/// Drafts of concurrent callers, written together by one service.
@Suite struct GroupCommitTests {
    @Test func `of 256 callers in several accounts each makes one notification, in the order of its ids`() async throws
    {
        let world = try await World.shared.value
        let service = world.service
        // Of some nobody has told us yet.
        let accounts = (0..<8).map { _ in world.newAccount() }
        for account in accounts.prefix(4) { try await world.directory.put(account: account) }
        let made = Mutex<[Identifier<Notification>]>([])
        let told = NotificationService(world.pool) { notification in made.withLock { $0.append(notification.id) } }
        let receipts = try await together(256) { number in
            let account = accounts[number % 8]
            let titles = try await (0..<4).asyncMap { turn in
                let receipt = try await (turn == 3 ? told : service).create(.news("\(number) \(turn)", to: account))
                return try #require(receipt)
            }
            #expect(titles.map(\.id) == titles.map(\.id).sorted())
            return titles
        }
        let all = receipts.flatMap { $0 }
        #expect(Set(all.map(\.id)).count == 1024)
        #expect(all.allSatisfy { !$0.isReplay })
        #expect(Set(made.withLock { $0 }) == Set(receipts.map { $0[3].id }))
        #expect(made.withLock { $0.count } == 256)
        for (number, account) in accounts.enumerated() {
            let rows = try await world.feed(of: account)
            let expected = receipts.enumerated().filter { $0.offset % 8 == number }.flatMap(\.element)
            #expect(rows.map(\.id) == expected.map(\.id).sorted())
            #expect(Set(rows.map(\.title)) == Set(expected.compactMap { $0.notification?.title }))
            #expect(rows.map(\.createdAt) == rows.map(\.createdAt).sorted())
        }
    }

    @Test func `a reader that asks for what follows the last id misses none, however many write at once`() async throws
    {
        let world = try await World.shared.value
        let services = [world.service, world.service]
        let accounts = (0..<3).map { _ in world.newAccount() }
        for account in accounts { try await world.directory.put(account: account) }
        let isThrough = Mutex(false)
        let writers = Task {
            defer { isThrough.withLock { $0 = true } }
            return try await together(64) { number in
                try await (0..<25).asyncMap { turn in
                    try await services[number % 2].create(.news("\(number) \(turn)", to: accounts[turn % 3])).id
                }
            }
        }
        var seen: [Identifier<Notification>] = []
        var isLast = false
        while !isLast {
            isLast = isThrough.withLock { $0 }
            let rows = try await world.feed(of: accounts[0])
            let known = seen.count
            #expect(Array(rows.prefix(known).map(\.id)) == seen, "a smaller id came later")
            seen = rows.map(\.id)
        }
        let written = try await writers.value.flatMap { $0 }
        #expect(Set(written).count == 1600)
        #expect(Set(seen).isSubset(of: written))
        let revision = try await world.pool.read(
            "select last_notification_id from notify.feeds where account_id = \(accounts[0])")
        #expect(try revision[0].decode(Int64.self) == seen.last?.rawValue)
    }

    @Test func `a bad draft among many is refused alone`() async throws {
        let world = try await World.shared.value
        let service = world.service
        let accounts = (0..<4).map { _ in world.newAccount() }
        for account in accounts { _ = try await world.member(1, of: account) }
        try await world.directory.delete(account: accounts[3])
        let outcomes = try await together(200) { number -> NotificationError? in
            var draft = NotificationDraft.news("\(number)", to: accounts[number % 4])
            switch number / 4 % 10 {
            case 1: draft.envelope.audience = .user(99)
            case 2: draft.envelope.site = 99
            case 3: draft.envelope.audience = .user(1)
            // Ten times as long in PostgreSQL: what only the table's own check refuses.
            case 4: draft.metadata = ["key": .array(Array(repeating: .double(1e308), count: 600))]
            default: break
            }
            do {
                let receipt = try await service.create(draft)
                #expect(receipt?.notification?.title == "\(number)")
                return nil
            } catch let error as NotificationError {
                return error
            }
        }
        for (number, error) in outcomes.enumerated() {
            let fields = error?.fields.map(\.field)
            switch (number % 4, number / 4 % 10) {
            case (3, _): #expect(error?.code == .notFound)
            case (_, 1): #expect(fields == ["user_id"])
            case (_, 2): #expect(fields == ["site_id"])
            case (_, 4): #expect(fields == ["metadata"])
            default: #expect(error == nil)
            }
        }
        for account in accounts.prefix(3) {
            let count = try await world.rows(in: "notifications", of: account)
            #expect(count == outcomes.enumerated().count { accounts[$0.offset % 4] == account && $0.element == nil })
        }
    }

    @Test func `everything a draft says is written as if it came alone`() async throws {
        let world = try await World.shared.value
        let service = world.service
        let account = world.newAccount()
        let viewer = try await world.member(1, of: account, role: .admin)
        try await world.directory.put(site: 7, in: account, name: "My Blog")
        let muted = try await world.member(2, of: account)
        try await Preferences(world.pool).update(["system_info": .init(enabled: .set(false))], for: muted)
        let past = Date(timeIntervalSince1970: 1_000_000)
        let receipts = try await together(120) { number in
            var draft = NotificationDraft.news("\(number)", to: account)
            switch number % 6 {
            case 0: draft.envelope.audience = .roles([.admin, .editor])
            case 1: draft.envelope.audience = .user(2)
            case 2: (draft.envelope.audience, draft.envelope.site) = (.user(1), 7)
            case 3: draft.createdAt = past
            case 4:
                draft.envelope.object = ObjectLink(contentType: "content", objectID: "a,b\"{}\\")
                draft.action = Action(url: "/x", label: number % 12 == 4 ? nil : "null")
            default: draft.severity = .error
            }
            return try await service.create(draft)
        }
        for (number, receipt) in receipts.enumerated() {
            if number % 6 == 1 {
                #expect(receipt == nil)
            } else {
                let stored = try await world.inbox.notification(try #require(receipt).id, for: viewer)
                #expect(receipt?.notification?.title == "\(number)")
                #expect(receipt?.notification == stored)
            }
        }
        let feed = try await world.feed(of: account)
        #expect(feed.count == 100)
        #expect(feed.map(\.createdAt) == feed.map(\.createdAt).sorted())
    }
}
