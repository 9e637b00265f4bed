import Notifications
import Testing

/// Idempotency keys among drafts that are written together.
@Suite struct GroupCommitKeyTests {
    @Test(arguments: [true, false])
    func `one key used by many callers of one service at once makes one notification`(isAccountKnown: Bool) async throws
    {
        let world = try await World.shared.value
        let service = world.service
        let account = world.newAccount()
        if isAccountKnown { try await world.directory.put(account: account) }
        let receipts = try await together(160) { number in
            try await service.create(.news("News", to: account, key: "\(number % 10)"))
        }
        for key in 0..<10 {
            let ofKey = receipts.enumerated().filter { $0.offset % 10 == key }.map(\.element)
            #expect(Set(ofKey.map(\.id)).count == 1)
            #expect(ofKey.count { !$0.isReplay } == 1)
            #expect(ofKey.allSatisfy { $0.notification?.title == "News" })
        }
        let count = try await world.rows(in: "notifications", of: account)
        #expect(count == 10)
    }

    @Test func `of different calls with one key at once one wins, and the others are conflicts`() async throws {
        let world = try await World.shared.value
        let service = world.service
        let (account, other) = (world.newAccount(), world.newAccount())
        let outcomes = try await together(32) { number -> Bool in
            do {
                _ = try await service.create(.news("Other news", to: other, key: "other \(number)"))
                return try await service.create(.news("News \(number)", to: account, key: "a")) != nil
            } catch let error as NotificationError where error.code == .conflict {
                return false
            }
        }
        #expect(outcomes.count { $0 } == 1)
        let titles = try await world.feed(of: account).map(\.title)
        #expect(titles == ["News \(outcomes.firstIndex(of: true) ?? -1)"])
        let count = try await world.rows(in: "notifications", of: other)
        #expect(count == 32)
    }

    @Test func `keys from before, the same keys elsewhere and calls without a key do not disturb each other`()
        async throws
    {
        let world = try await World.shared.value
        let service = world.service
        let accounts = [world.newAccount(), world.newAccount()]
        let before = try await accounts.asyncMap { account in
            try await (0..<8).asyncMap { try await service.create(.news("\($0)", to: account, key: "\($0)")).id }
        }
        let receipts = try await together(96) { number in
            let key: String? = number % 3 == 2 ? nil : "\(number % 16)"
            return try await service.create(.news("\(number % 16)", to: accounts[number % 2], key: key))
        }
        for (number, receipt) in receipts.enumerated() where number % 3 != 2 && number % 16 < 8 {
            #expect(receipt.isReplay && receipt.id == before[number % 2][number % 16])
            #expect(receipt.notification?.title == "\(number % 16)")
        }
        for (index, account) in accounts.enumerated() {
            let count = try await world.rows(in: "notifications", of: account)
            #expect(
                count == 8 + 16
                    + Set((0..<96).filter { $0 % 2 == index && $0 % 3 != 2 && $0 % 16 >= 8 }.map { $0 % 16 }).count)
        }
    }
}
