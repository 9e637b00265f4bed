import Notifications
import Testing

@testable import NotificationServer

/// The AI engine's mapping and the credit decision, over HTTP.
@Suite struct AITaskAndCreditsTests {
    @Test(arguments: EventRow.aiFunctions)
    func `a function of the AI engine is announced as it ended`(
        function: String, complete: String, failed: String
    ) async throws {
        let tenant = try await Tenant()
        let row = try #require(EventRow.named(complete))
        let done = try await tenant.event(
            "ai_task", .object(row.arguments.merging(["function": .string(function)]) { $1 }))
        #expect(done.status == 201 && done.json["notification_type"] == .string(row.type))
        #expect(done.json["message"] == .string(row.message) && done.json["metadata"] == row.metadata)
        let other = try #require(EventRow.named(failed))
        let broken = try await tenant.event("ai_task", ["function": .string(function), "error": "boom"])
        #expect(broken.status == 201 && broken.json["notification_type"] == .string(other.type))
        #expect(broken.json["severity"] == "error" && broken.json["metadata"] == ["error": "boom"])
        #expect(broken.json["message"]?.text?.hasSuffix(": boom") == true)
    }

    @Test(
        arguments: [
            (["function": "auto_cluster"], ["cluster_count", "keyword_count"]),
            (["function": "auto_cluster", "cluster_count": 1, "keyword_count": -1], ["keyword_count"]),
            (["function": "auto_cluster", "cluster_count": 1, "keyword_count": 1, "image_count": 1], ["image_count"]),
            (["function": "auto_cluster", "error": "x", "cluster_count": 1], ["cluster_count"]),
            (["function": "nothing"], ["function"]), (["function": ""], ["function"]), (["function": 1], ["function"]),
            ([:], ["function"]), (["function": .null], ["function"]),
            (["function": "generate_images"], ["image_count"]),
            (["function": "auto_cluster", "error": 5], ["error"]),
        ] as [([String: JSONValue], [String])])
    func `arguments that fit no function are named`(arguments: [String: JSONValue], fields: [String]) async throws {
        let tenant = try await Tenant()
        let answer = try await tenant.event("ai_task", .object(arguments))
        #expect(answer.status == 400 && answer.json.refusedFields == fields)
    }

    @Test func `credits are alerted about once for each line they fall below`() async throws {
        let tenant = try await Tenant()
        for (remaining, type, used) in [
            (100, nil, nil), (20, nil, nil), (19, "credits_low", 81), (18, nil, nil), (1, nil, nil),
            (0, "credits_depleted", nil), (0, nil, nil), (15, nil, nil), (90, nil, nil), (7, "credits_low", 93),
        ] as [(Int64, String?, Int64?)] {
            let answer = try await tenant.event(
                "credits_balance", ["credits_total": 100, "credits_remaining": .int(remaining)])
            #expect(answer.status == (type == nil ? 204 : 201), "\(remaining)")
            #expect(type == nil ? answer.body.isEmpty : answer.json["notification_type"]?.text == type, "\(remaining)")
            if let used {
                let metadata: JSONValue = ["percentage_used": .int(used), "credits_remaining": .int(remaining)]
                #expect(answer.json["metadata"] == metadata)
            }
        }
        #expect(try await tenant.get("/api/v1/notifications/")["count"] == 3)
    }

    @Test(
        arguments: [
            ([:], ["credits_total", "credits_remaining"]), (["credits_total": 1], ["credits_remaining"]),
            (["credits_total": -1, "credits_remaining": 0], ["credits_total"]),
            (["credits_total": 1, "credits_remaining": -1], ["credits_remaining"]),
            (["credits_total": "1", "credits_remaining": true], ["credits_total", "credits_remaining"]),
            (["credits_total": 1, "credits_remaining": 0, "percentage_used": 5], ["percentage_used"]),
        ] as [([String: JSONValue], [String])])
    func `a balance that is none is named`(arguments: [String: JSONValue], fields: [String]) async throws {
        let answer = try await Tenant().event("credits_balance", .object(arguments))
        #expect(answer.status == 400 && answer.json.refusedFields == fields)
    }
}
