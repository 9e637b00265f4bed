import Notifications
import Postgres
import Testing

/// The credit alert as a decision.
@Suite struct CreditTests {
    struct Story: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// What was reported, and the alert it led to.
        let balances: [(total: Int, remaining: Int, alert: String?)]
    }

    static let stories = [
        Story(testDescription: "a fifth left is enough, less is low", balances: [(100, 20, nil), (100, 19, "low")]),
        Story(
            testDescription: "once per crossing, not per deduction",
            balances: [(100, 19, "low"), (100, 18, nil), (100, 1, nil), (100, 0, "depleted"), (100, 0, nil)]),
        Story(
            testDescription: "a top-up above the line arms it again",
            balances: [(100, 10, "low"), (100, 90, nil), (100, 50, nil), (100, 10, "low")]),
        Story(
            testDescription: "from low to depleted, to low, to depleted",
            balances: [(100, 10, "low"), (100, 0, "depleted"), (100, 5, nil), (100, 0, "depleted")]),
        Story(
            testDescription: "depleted at once, topped up, depleted again",
            balances: [(100, 0, "depleted"), (100, 100, nil), (100, 0, "depleted")]),
        Story(
            testDescription: "no credits at all",
            balances: [(0, 0, "depleted"), (0, 0, nil), (0, 5, nil), (0, 0, "depleted")]),
        Story(testDescription: "more left than there was", balances: [(10, 500, nil), (10, 1, "low")]),
        Story(
            testDescription: "huge balances, to the credit",
            balances: [
                (.max, .max, nil), (.max, .max / 5 + 1, nil), (.max, .max / 5, "low"), (.max, 1, nil),
                (.max, 0, "depleted"),
            ]),
        Story(
            testDescription: "totals that fifths do not divide",
            balances: [(9, 2, nil), (9, 1, "low"), (1, 1, nil), (6, 2, nil), (6, 1, "low")]),
    ]

    @Test(arguments: stories)
    func `each balance leads to the alert that is due`(story: Story) async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        for (step, balance) in story.balances.enumerated() {
            let receipt = try await world.service.notifyCreditsBalance(
                account: account, creditsTotal: balance.total, creditsRemaining: balance.remaining)
            #expect(receipt?.notification?.type == balance.alert.map { "credits_\($0)" }, "step \(step)")
        }
        let count = try await world.rows(in: "notifications", of: account)
        #expect(count == story.balances.filter { $0.alert != nil }.count)
    }

    @Test(arguments: [
        (100, 7, 93), (1000, 7, 99), (3, 0, 100), (1000, 199, 80), (Int.max, 1, 99), (Int.max, .max / 5, 80),
    ])
    func `the percentage is whole and rounded down`(total: Int, remaining: Int, used: Int) async throws {
        let world = try await World.shared.value
        let receipt = try await world.service.notifyCreditsBalance(
            account: world.newAccount(), creditsTotal: total, creditsRemaining: remaining)
        let low = "You've used \(used)% of your credits. \(remaining) remaining."
        let depleted = "Your credits are exhausted. Upgrade to continue."
        #expect(receipt?.notification?.message == (remaining > 0 ? low : depleted))
    }

    @Test func `sixteen deductions at once across the line give one alert`() async throws {
        let world = try await World.shared.value
        for _ in 0..<5 {
            let account = world.newAccount()
            let receipts = try await together(16) { number in
                try await world.service.notifyCreditsBalance(
                    account: account, creditsTotal: 100, creditsRemaining: 19 - number)
            }
            let count = try await world.rows(in: "notifications", of: account)
            #expect(receipts.compactMap { $0 }.count == 1)
            #expect(count == 1)
        }
    }

    @Test func `a repeated call with its key gives the same alert again`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        func deduct(_ remaining: Int, _ key: String) async throws -> Receipt? {
            try await world.service.notifyCreditsBalance(
                account: account, creditsTotal: 100, creditsRemaining: remaining, idempotencyKey: key)
        }
        let first = try await deduct(10, "a")
        let replay = try await deduct(10, "a")
        let notDue = try await deduct(9, "b")
        await expectRefusal(.conflict) { try await deduct(8, "a") }
        let depleted = try await deduct(0, "c")
        #expect(first?.isReplay == false)
        #expect(replay?.isReplay == true && replay?.id == first?.id)
        #expect(notDue == nil)
        #expect(depleted?.isReplay == false)
    }

    @Test func `one account's alert leaves another's alone`() async throws {
        let world = try await World.shared.value
        let (one, other) = (world.newAccount(), world.newAccount())
        let first = try await world.service.notifyCreditsBalance(account: one, creditsTotal: 10, creditsRemaining: 1)
        let second = try await world.service.notifyCreditsBalance(account: other, creditsTotal: 10, creditsRemaining: 1)
        #expect(first != nil && second != nil)
    }

    @Test func `negative balances are refused`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        await expectRefusal(.invalid, fields: ["credits_total", "credits_remaining"]) {
            try await world.service.notifyCreditsBalance(account: account, creditsTotal: -1, creditsRemaining: .min)
        }
    }
}
