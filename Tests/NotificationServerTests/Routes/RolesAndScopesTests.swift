import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

/// Who may take a notification away, and for whom.
@Suite struct RolesAndScopesTests {
    let list = "/api/v1/notifications/"

    @Test(arguments: Role.allCases)
    func `a member dismisses what is for all, for themselves alone`(role: Role) async throws {
        let tenant = try await Tenant()
        let (mine, other) = (try await tenant.token("1", role: role), try await tenant.token("2"))
        for token in [mine, other] { _ = try await tenant.get(list, as: token) }
        let id = try await tenant.created()
        #expect(try await tenant.send("DELETE", "\(list)\(id)/", as: mine).status == 204)
        #expect(try await tenant.get(list, as: mine)["count"] == 0)
        #expect(try await tenant.get(list + "unread-count/", as: mine) == ["unread_count": 0])
        #expect(try await tenant.get(list, as: other).ids == [id])
        #expect(try await tenant.get(list + "unread-count/", as: other) == ["unread_count": 1])
    }

    @Test func `what was for one is removed, and what is for another cannot be`() async throws {
        let tenant = try await Tenant()
        let other = try await tenant.token("2", role: .owner)
        for token in [tenant.member, other] { _ = try await tenant.get(list, as: token) }
        let id = try await tenant.created(["user_id": 1])
        for query in ["", "?for=everyone"] {
            #expect(try await tenant.send("DELETE", "\(list)\(id)/\(query)", as: other).status == 404)
        }
        #expect(try await tenant.send("DELETE", "\(list)\(id)/").status == 204)
        #expect(try await tenant.send("DELETE", "\(list)\(id)/", as: tenant.service).status == 404)
    }

    @Test(arguments: Role.allCases)
    func `an owner or an admin takes it from everybody, others may not`(role: Role) async throws {
        let tenant = try await Tenant()
        let token = try await tenant.token("2", role: role)
        for token in [tenant.member, token] { _ = try await tenant.get(list, as: token) }
        let id = try await tenant.created()
        let answer = try await tenant.send("DELETE", "\(list)\(id)/?for=everyone", as: token)
        let mayRetract = role == .owner || role == .admin
        #expect(answer.status == (mayRetract ? 204 : 403))
        for token in [tenant.member, token] {
            #expect(try await tenant.get(list, as: token).ids == (mayRetract ? [] : [id]))
        }
        let again = try await tenant.send("DELETE", "\(list)\(id)/?for=everyone", as: token)
        #expect(again.status == (mayRetract ? 404 : 403))
    }

    @Test func `a service retracts what it names the account of`() async throws {
        let tenant = try await Tenant()
        let free = try await LiveServer.mint.token(service: "x", scopes: [Scope.write])
        let (first, second) = (try await tenant.created(), try await tenant.created())
        let unnamed = try await tenant.send("DELETE", "\(list)\(first)/", as: free)
        #expect(unnamed.status == 400 && unnamed.json.refusedFields == ["account_id"])
        let other = try await Tenant()
        #expect(try await tenant.send("DELETE", "\(list)\(first)/?account_id=\(other.id)", as: free).status == 404)
        #expect(try await tenant.send("DELETE", "\(list)\(first)/?account_id=\(tenant.id)", as: free).status == 204)
        #expect(try await tenant.send("DELETE", "\(list)\(second)/", as: tenant.service).status == 204)
        #expect(try await tenant.get(list)["count"] == 0)
    }

    @Test func `a service without an account of its own must name one`() async throws {
        let tenant = try await Tenant()
        let free = try await LiveServer.mint.token(service: "x", scopes: [Scope.write])
        for (path, body) in [
            (list, ["notification_type": "system_info", "title": "x"]), ("/api/v1/notify/credits_depleted/", [:]),
            ("/api/v1/notify/credits_balance/", ["credits_total": 1, "credits_remaining": 0]),
        ] as [(String, [String: JSONValue])] {
            let unnamed = try await tenant.send("POST", path, as: free, .object(body))
            #expect(unnamed.status == 400 && unnamed.json.refusedFields == ["account_id"])
            let named = body.merging(["account_id": .int(tenant.id)]) { $1 }
            #expect(try await tenant.send("POST", path, as: free, .object(named)).status == 201)
        }
    }

    @Test func `a scope is needed, and among others it is enough`() async throws {
        let tenant = try await Tenant()
        for (scopes, write, admin) in [
            (["notifications:write"], 201, 403), (["notifications:admin"], 403, 404),
            (["a", "notifications:write", "b"], 201, 403), (["notifications:admin", "notifications:write"], 201, 404),
            (["notifications"], 403, 403), (["notifications:*"], 403, 403), ([], 403, 403),
            (["NOTIFICATIONS:WRITE"], 403, 403),
        ] as [(Set<String>, Int, Int)] {
            let token = try await LiveServer.mint.token(service: "x", scopes: scopes, account: Identifier(tenant.id))
            let made = try await tenant.send("POST", "/api/v1/notify/credits_depleted/", as: token, [:])
            #expect(made.status == write)
            let path = "/api/v1/accounts/\(tenant.id)/users/999/"
            #expect(try await tenant.send("DELETE", path, as: token).status == admin)
        }
    }

    @Test func `in an account that reads together, one reads for all, but not what is another's own`() async throws {
        let tenant = try await Tenant()
        let other = try await tenant.token("2")
        for token in [tenant.member, other] { _ = try await tenant.get(list, as: token) }
        let path = "/api/v1/accounts/\(tenant.id)/"
        let answer = try await tenant.send("PUT", path, as: tenant.service, ["read_scope": "account"])
        #expect(answer.status == 200 && answer.json["read_scope"] == "account")
        let (wide, own) = (try await tenant.created(), try await tenant.created(["user_id": 2]))
        #expect(try await tenant.send("POST", list + "read-all/").json["updated_count"] == 1)
        #expect(try await tenant.get(list + "?is_read=false", as: other).ids == [own])
        #expect(try await tenant.get(list + "?is_read=true", as: other).ids == [wide])
        #expect(try await tenant.get(list + "unread-count/", as: other) == ["unread_count": 1])
    }
}
