import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

/// What becomes of a token when the host says otherwise.
@Suite struct AdmissionTests {
    let list = "/api/v1/notifications/"

    func users(_ tenant: Tenant) -> String { "/api/v1/accounts/\(tenant.id)/users/" }

    @Test func `what the host says beats what the token says`() async throws {
        let tenant = try await Tenant()
        let token = try await tenant.token("5", role: .owner)
        #expect(try await tenant.send("GET", list, as: token).status == 200)
        _ = try await tenant.send("PUT", users(tenant) + "5/", as: tenant.service, ["role": "viewer"])
        let id = try await tenant.created()
        #expect(try await tenant.send("DELETE", "\(list)\(id)/?for=everyone", as: token).status == 403)
        _ = try await tenant.send("PUT", users(tenant) + "5/", as: tenant.service, ["role": "admin"])
        let weak = try await tenant.token("5", role: .viewer)
        #expect(try await tenant.send("DELETE", "\(list)\(id)/?for=everyone", as: weak).status == 204)
    }

    @Test func `until the host has told, the newest token counts`() async throws {
        let tenant = try await Tenant()
        let id = try await tenant.created()
        let path = "\(list)\(id)/?for=everyone"
        #expect(try await tenant.send("DELETE", path, as: tenant.token("5", role: nil)).status == 403)
        #expect(try await tenant.send("DELETE", path, as: tenant.token("5", role: .owner)).status == 204)
    }

    @Test func `an inactive user is refused, until they are active again`() async throws {
        let tenant = try await Tenant()
        #expect(try await tenant.send("GET", list).status == 200)
        _ = try await tenant.send("PUT", users(tenant) + "1/", as: tenant.service, ["is_active": false])
        for (method, path) in [("GET", list), ("POST", list + "read-all/"), ("GET", list + "unread-count/")] {
            let answer = try await tenant.send(method, path)
            #expect(answer.status == 403 && answer.json["detail"] == "This user is not active.")
        }
        _ = try await tenant.send("PUT", users(tenant) + "1/", as: tenant.service, ["is_active": true])
        #expect(try await tenant.send("GET", list).status == 200)
    }

    @Test func `a deleted user's token is refused, and a later one begins anew`() async throws {
        let tenant = try await Tenant()
        let other = try await tenant.token("2")
        for token in [tenant.member, other] { _ = try await tenant.get(list, as: token) }
        let (wide, own) = (try await tenant.created(), try await tenant.created(["user_id": 1]))
        #expect(try await tenant.send("DELETE", users(tenant) + "1/", as: tenant.service).status == 204)
        let refused = try await tenant.send("GET", list)
        #expect(refused.status == 401 && refused["www-authenticate"]?.contains("invalid_token") == true)
        #expect(try await tenant.get(list, as: other).ids == [wide])
        // Times in tokens are whole seconds.
        let later = try await LiveServer.mint.token(
            for: .init("1", account: Identifier(tenant.id)), now: Date(timeIntervalSinceNow: 2))
        let anew = try await tenant.get(list, as: later)
        #expect(anew.ids == [wide] && anew["results"]?[0]?["is_read"] == true)
        #expect(try await tenant.send("GET", "\(list)\(own)/", as: later).status == 404)
        #expect(try await tenant.send("GET", list).status == 401)
    }

    @Test func `a deleted account's tokens are refused, and no late event brings it back`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get(list)
        _ = try await tenant.created(["idempotency_key": "k"])
        let account = "/api/v1/accounts/\(tenant.id)/"
        #expect(try await tenant.send("DELETE", account, as: tenant.service).status == 204)
        #expect(try await tenant.send("GET", list).status == 401)
        #expect(try await tenant.create().status == 404)
        #expect(try await tenant.event("credits_depleted", [:]).status == 404)
        #expect(try await tenant.event("credits_balance", ["credits_total": 9, "credits_remaining": 0]).status == 404)
        #expect(try await tenant.send("DELETE", account, as: tenant.service).status == 404)
        #expect(try await tenant.send("PUT", account, as: tenant.service, ["name": "Again"]).status == 201)
        #expect(try await tenant.create(["idempotency_key": "k"]).status == 201)
        let later = try await LiveServer.mint.token(
            for: .init("1", account: Identifier(tenant.id)), now: Date(timeIntervalSinceNow: 2))
        #expect(try await tenant.get(list, as: later)["count"] == 1)
        #expect(try await tenant.send("GET", list).status == 401)
    }

    @Test func `the first user of an account finds everything unread, a later one nothing`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.created()
        #expect(try await tenant.get(list + "unread-count/") == ["unread_count": 1])
        let late = try await tenant.token("2")
        #expect(try await tenant.get(list + "unread-count/", as: late) == ["unread_count": 0])
        _ = try await tenant.created()
        #expect(try await tenant.get(list + "unread-count/", as: late) == ["unread_count": 1])
    }

    @Test func `an account that nobody told of is made by its first token, or its first event`() async throws {
        let tenant = try await Tenant()
        let service = try await LiveServer.mint.token(service: "x", scopes: [Scope.write])
        for kind in 0..<2 {
            let account = 1_000_000_000 + tenant.id * 2 + Int64(kind)
            let user = try await LiveServer.mint.token(for: .init("1", account: Identifier(account)))
            if kind == 1 {
                let made = try await tenant.send(
                    "POST", "/api/v1/notify/credits_depleted/", as: service, ["account_id": .int(account)])
                #expect(made.status == 201)
            }
            #expect(try await tenant.get(list, as: user)["count"] == .int(Int64(kind)))
        }
    }

    @Test func `sixteen first calls of one new user make one user`() async throws {
        let tenant = try await Tenant()
        let token = try await tenant.token("0191d7b2-7a5c-7cc3-a123-0123456789ad")
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                group.addTask { try await tenant.send("GET", "/api/v1/notifications/", as: token).status }
            }
            for try await status in group { #expect(status == 200) }
        }
    }
}
