import FoundationEssentials
import Notifications
import Postgres
import Synchronization
import Testing

/// Thousands of random operations, after each of which the inbox says what the model says.
@Suite struct InboxModelTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `list, counts and read times agree with a brute-force model under random operations`(seed: UInt64) async throws
    {
        var play = try await Play(World.shared.value, seed: seed)
        for step in 1...400 {
            let operation = try await play.step()
            try await play.compare("seed \(seed), step \(step): \(operation)")
            if Test.isFailed { return }
        }
        try await play.recount()
        try await play.compare("seed \(seed), counted anew")
    }
}

extension Test {
    /// The first disagreement is the one to look at.
    fileprivate static var isFailed: Bool { Play.hasDisagreed.withLock { $0 } }
}
