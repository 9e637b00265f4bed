import Postgres
import Testing

@testable import Notifications

/// A page far back is found by counting, and is the one that walking there would give.
@Suite struct LeapTests {
    @Test(arguments: [[], ["ai_content_1"], ["ai_content_2", "credits_low"]])
    func `a page that is leapt to is the page at its number`(types: [String]) async throws {
        let big = try await BigAccount.shared.value
        var random = SplitMix64(state: UInt64(types.count))
        for viewer in [big.reader, big.newcomer, big.muter] {
            var filter = Filter()
            filter.types = types
            let total = try await big.world.inbox.list(filter, for: viewer).count
            for size in [20, 7] {
                let last = total / size + 1
                for number in [2, last, last + 1, .random(in: 2...max(2, last), using: &random)] {
                    let walked = try await ids(filter, number, size, viewer, big, leapingFrom: .max)
                    let leapt = try await ids(filter, number, size, viewer, big, leapingFrom: 1)
                    #expect(leapt == walked, "user \(viewer.user), page \(number) of \(size)")
                }
            }
        }
    }

    @Test func `a leap looks at as much as a page does, however far back it goes`() async throws {
        let big = try await BigAccount.shared.value
        for (viewer, number) in [(big.newcomer, 4000), (big.reader, 3000), (big.muter, 2500)] {
            let count = Count(Filter(), ReadRules(viewer, .standard))
            let page = big.world.inbox.page(Filter(), .page(number), size: 20, counting: count, for: viewer)
            let plan = try await Plan.of(page, isGeneric: true, on: big.world.pool)
            #expect(plan.buffers < 2 * PlanTests.bound, "user \(viewer.user): \(plan)")
        }
    }

    private func ids(
        _ filter: Filter, _ number: Int, _ size: Int, _ viewer: Viewer, _ big: BigAccount, leapingFrom leap: Int
    ) async throws -> [Int64?] {
        let page = big.world.inbox.page(
            filter, .page(number), size: size, counting: Count(filter, ReadRules(viewer, .standard)), for: viewer,
            leapingFrom: leap)
        return try await big.world.pool.read([page])[0].map { $0.integer(0) }
    }
}
