import Notifications
import Testing

@testable import NotificationServer

/// The same key again creates nothing.
@Suite struct IdempotencyKeyTests {
    @Test func `the same call again answers with the same notification, be the key in the body or the header`()
        async throws
    {
        let tenant = try await Tenant()
        let body: JSONValue = ["idea_count": 2, "cluster_count": 1, "idempotency_key": "run-7"]
        let first = try await tenant.event("ideas_complete", body)
        let second = try await tenant.event("ideas_complete", body)
        let third = try await tenant.event("ideas_complete", ["cluster_count": 1, "idea_count": 2], key: "run-7")
        let fourth = try await tenant.event("ideas_complete", body, key: "run-7")
        #expect(first.status == 201)
        for again in [second, third, fourth] {
            #expect(again.status == 200 && again.json == first.json && again["location"] == first["location"])
        }
        #expect(try await tenant.get("/api/v1/notifications/")["count"] == 1)
    }

    @Test func `the same key with other arguments is a conflict`() async throws {
        let tenant = try await Tenant()
        let body: JSONValue = ["idea_count": 2, "cluster_count": 1]
        #expect(try await tenant.event("ideas_complete", body, key: "k").status == 201)
        let others = [
            try await tenant.event("ideas_complete", ["idea_count": 3, "cluster_count": 1], key: "k"),
            try await tenant.event("ideas_failed", ["error": "x"], key: "k"),
            try await tenant.event(
                "ideas_complete", ["idea_count": 2, "cluster_count": 1, "content_type": "a", "object_id": 1], key: "k"),
            try await tenant.create(["idempotency_key": "k"]),
        ]
        for other in others {
            #expect(other.status == 409 && other.json.refusedFields == ["idempotency_key"])
            #expect(other["content-type"] == "application/problem+json")
        }
        #expect(try await tenant.event("ideas_complete", body, key: "k").status == 200)
        #expect(try await tenant.get("/api/v1/notifications/")["count"] == 1)
    }

    @Test func `a free-form one has its key too`() async throws {
        let tenant = try await Tenant()
        let fields: [String: JSONValue] = [
            "message": "x", "metadata": ["b": 1, "a": [1, ["c": .null]]], "action_url": "/a", "idempotency_key": "k",
        ]
        let first = try await tenant.create(fields)
        #expect(first.status == 201)
        #expect(try await tenant.create(fields).json == first.json)
        #expect(try await tenant.create(fields.merging(["severity": "error"]) { $1 }).status == 409)
    }

    @Test func `sixteen callers at once make one`() async throws {
        let tenant = try await Tenant()
        let answers = try await withThrowingTaskGroup(of: TestServer.Answer.self) { group in
            for _ in 0..<16 { group.addTask { try await tenant.event("credits_depleted", [:], key: "once") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.map(\.status).sorted() == Array(repeating: 200, count: 15) + [201])
        #expect(Set(answers.compactMap { $0.json["id"]?.int }).count == 1)
    }

    @Test func `a late repeat does not bring back what was deleted`() async throws {
        let tenant = try await Tenant()
        let first = try await tenant.event("credits_depleted", [:], key: "k")
        let path = "/api/v1/notifications/\(first.json["id"]?.int ?? 0)/"
        #expect(try await tenant.send("DELETE", path, as: tenant.service).status == 204)
        let again = try await tenant.event("credits_depleted", [:], key: "k")
        #expect(again.status == 200 && again.json["id"] == first.json["id"])
        #expect(try await tenant.get("/api/v1/notifications/")["count"] == 0)
    }

    @Test func `keys of two accounts do not meet`() async throws {
        let (one, other) = (try await Tenant(), try await Tenant())
        #expect(try await one.event("credits_depleted", [:], key: "k").status == 201)
        #expect(try await other.event("credits_depleted", [:], key: "k").status == 201)
    }

    @Test func `a key is text of one to 255 characters, and one alone`() async throws {
        let tenant = try await Tenant()
        let longest = String(repeating: "k", count: 255)
        #expect(try await tenant.event("credits_depleted", [:], key: longest).status == 201)
        for (body, header) in [
            (["idempotency_key": .string(longest + "k")], nil), ([:], longest + "k"), (["idempotency_key": 7], nil),
            (["idempotency_key": ""], nil), ([:], ""), (["idempotency_key": "a"], "b"),
            (["idempotency_key": "two\nlines"], nil),
        ] as [([String: JSONValue], String?)] {
            let answer = try await tenant.event("credits_depleted", .object(body), key: header)
            #expect(answer.status == 400 && answer.json.refusedFields == ["idempotency_key"], "\(body) \(header ?? "")")
        }
    }

    @Test func `a balance that was reported before is not decided again`() async throws {
        let tenant = try await Tenant()
        let low: JSONValue = ["credits_total": 100, "credits_remaining": 10]
        let first = try await tenant.event("credits_balance", low, key: "deduction-1")
        #expect(first.status == 201)
        let again = try await tenant.event("credits_balance", low, key: "deduction-1")
        #expect(again.status == 200 && again.json == first.json)
    }
}
