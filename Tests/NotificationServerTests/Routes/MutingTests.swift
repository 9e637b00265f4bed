import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

/// What a user has muted is not there for them, and comes back as it was.
@Suite struct MutingTests {
    let list = "/api/v1/notifications/"
    let identity = "/api/v1/identity/notifications"

    private func set(_ tenant: Tenant, _ isEnabled: JSONValue) async throws {
        let answer = try await tenant.send(
            "PATCH", list + "preferences/", ["credits_low": ["enabled": isEnabled]])
        #expect(answer.status == 200)
    }

    @Test func `a muted type is in no list, no count and at no address, until it is wanted again`() async throws {
        let tenant = try await Tenant()
        let other = try await tenant.token("2")
        for token in [tenant.member, other] { _ = try await tenant.get(list, as: token) }
        var (kept, muted): ([Int64], [Int64]) = ([], [])
        for _ in 0..<3 {
            kept.insert(try await tenant.created(), at: 0)
            muted.insert(try await tenant.created(["notification_type": "credits_low"]), at: 0)
        }
        let before = try await tenant.get(list)
        try await set(tenant, false)
        let page = try await tenant.get(list + "?page_size=2")
        #expect(page.ids == Array(kept.prefix(2)) && page["count"] == 3 && page["next"] != .null)
        #expect(try await tenant.get(list + "?page_size=2&page=2").ids == [kept[2]])
        #expect(try await tenant.send("GET", list + "?page_size=3&page=2").status == 404)
        #expect(try await tenant.get(list + "?notification_type=credits_low")["count"] == 0)
        #expect(try await tenant.get(list + "?severity=info&is_read=false")["count"] == 3)
        #expect(try await tenant.get(list + "unread-count/") == ["unread_count": 3])
        #expect(try await tenant.get(identity)["total"] == 3)
        #expect(try await tenant.get(identity + "/unread-count") == ["count": 3])
        for (method, rest) in [("GET", ""), ("DELETE", ""), ("POST", "read/"), ("POST", "unread/")] {
            #expect(try await tenant.send(method, "\(list)\(muted[0])/\(rest)").status == 404)
        }
        let uuid = Identifier<Notification>(muted[0]).uuid.uuidString
        #expect(try await tenant.send("PATCH", "\(identity)/\(uuid)/read").status == 404)
        #expect(try await tenant.get(list, as: other)["count"] == 6)
        try await set(tenant, .null)
        #expect(try await tenant.get(list) == before)
        #expect(try await tenant.get(list + "unread-count/") == ["unread_count": 6])
    }

    @Test func `reading all counts what is there, and covers what is muted below it`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get(list)
        for _ in 0..<2 { _ = try await tenant.created(["notification_type": "credits_low"]) }
        for _ in 0..<3 { _ = try await tenant.created() }
        try await set(tenant, false)
        #expect(try await tenant.send("POST", list + "read-all/").json["updated_count"] == 3)
        let later = try await tenant.created(["notification_type": "credits_low"])
        #expect(try await tenant.send("POST", identity + "/read-all").json == ["status": "ok", "marked": 0])
        try await set(tenant, true)
        #expect(try await tenant.get(list)["count"] == 6)
        // The second covered the later one.
        #expect(try await tenant.get(list + "?is_read=false").ids == [])
        #expect(try await tenant.get("\(list)\(later)/")["is_read"] == true)
    }

    @Test func `what is for one who has muted it is not recorded`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get(list)
        try await set(tenant, false)
        let calls: [(String, JSONValue)] = [
            (list, ["notification_type": "credits_low", "title": "x", "user_id": 1]),
            ("/api/v1/notify/credits_low/", ["percentage_used": 80, "credits_remaining": 5, "user_id": 1]),
            ("/api/v1/notify/credits_balance/", ["credits_total": 100, "credits_remaining": 5, "user_id": 1]),
        ]
        for (path, body) in calls {
            let answer = try await tenant.send("POST", path, as: tenant.service, body)
            #expect(answer.status == 204 && answer.body.isEmpty && answer["location"] == nil, "\(path)")
        }
        try await set(tenant, true)
        #expect(try await tenant.get(list)["count"] == 0)
        #expect(try await tenant.send("POST", calls[0].0, as: tenant.service, calls[0].1).status == 201)
    }

    @Test func `what is for all, or for a role, is recorded though one has muted it`() async throws {
        let tenant = try await Tenant()
        let other = try await tenant.token("2")
        for token in [tenant.member, other] { _ = try await tenant.get(list, as: token) }
        try await set(tenant, false)
        let audiences: [[String: JSONValue]] = [[:], ["roles": ["editor"]]]
        for audience in audiences {
            let body = audience.merging(["notification_type": "credits_low"]) { $1 }
            #expect(try await tenant.create(body).status == 201)
        }
        #expect(try await tenant.get(list)["count"] == 0)
        #expect(try await tenant.get(list, as: other)["count"] == 2)
        try await set(tenant, true)
        #expect(try await tenant.get(list + "unread-count/") == ["unread_count": 2])
    }
}
