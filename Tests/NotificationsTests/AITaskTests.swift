import Notifications
import Postgres
import Testing

/// The source document's mapping from the AI engine's functions to announcements.
@Suite struct AITaskTests {
    struct Ending: CustomTestStringConvertible, Sendable {
        let function: String
        let counts: [String: Int]
        let complete: String
        let failed: String

        var testDescription: String { function }
    }

    static let endings = [
        Ending(
            function: "auto_cluster", counts: ["cluster_count": 5, "keyword_count": 50],
            complete: "ai_cluster_complete", failed: "ai_cluster_failed"),
        Ending(
            function: "generate_ideas", counts: ["idea_count": 12, "cluster_count": 3],
            complete: "ai_ideas_complete", failed: "ai_ideas_failed"),
        Ending(
            function: "generate_content", counts: ["article_count": 3, "word_count": 4500],
            complete: "ai_content_complete", failed: "ai_content_failed"),
        Ending(
            function: "generate_image_prompts", counts: ["prompt_count": 5, "in_article_count": 4],
            complete: "ai_prompts_complete", failed: "ai_prompts_failed"),
        Ending(
            function: "generate_images", counts: ["image_count": 8],
            complete: "ai_images_complete", failed: "ai_images_failed"),
    ]

    @Test(arguments: endings)
    func `a function's end is announced as its type, with its counts`(ending: Ending) async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let complete = try await world.service.notifyAITask(
            account: account, function: ending.function, outcome: .complete(ending.counts))
        let failed = try await world.service.notifyAITask(
            account: account, function: ending.function, outcome: .failed(error: "timeout"))
        #expect(complete.notification?.type == ending.complete)
        #expect(failed.notification?.type == ending.failed)
        for (name, count) in ending.counts {
            #expect(complete.notification?.metadata.text.contains("\"\(name)\":\(count)") == true)
        }
        #expect(failed.notification?.message.hasSuffix(": timeout") == true)
    }

    @Test(arguments: endings)
    func `a missing, a negative and an unknown count are refused by name`(ending: Ending) async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        func end(_ counts: [String: Int]) async throws -> Receipt? {
            try await world.service.notifyAITask(
                account: account, function: ending.function, outcome: .complete(counts))
        }
        for name in ending.counts.keys {
            var counts = ending.counts
            counts[name] = nil
            await expectRefusal(.invalid, fields: [name]) { try await end(counts) }
            counts[name] = -1
            await expectRefusal(.invalid, fields: [name]) { try await end(counts) }
        }
        await expectRefusal(.invalid, fields: ["tokens"]) { try await end(ending.counts.merging(["tokens": 1]) { $1 }) }
        let rows = try await world.rows(in: "notifications", of: account)
        #expect(rows == 0)
    }

    @Test(arguments: ["", " ", "autocluster", "AUTO_CLUSTER", "a\0b"])
    func `an unknown function is refused and the known ones are named`(function: String) async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        for outcome in [AITaskOutcome.complete([:]), .failed(error: "timeout")] {
            let error = await #expect(throws: NotificationError.self) {
                try await world.service.notifyAITask(account: account, function: function, outcome: outcome)
            }
            #expect(error?.code == .invalid)
            #expect(error?.fields.contains { $0.field == "function" } == true)
            for ending in Self.endings {
                #expect(error?.message.contains(ending.function) == true, "\(String(describing: error))")
            }
        }
    }
}
