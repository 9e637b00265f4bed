import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

/// Whom a token stood for last is never believed without asking.
@Suite struct LastViewerTests {
    let list = "/api/v1/notifications/"

    private func tell(_ tenant: Tenant, _ user: String, _ details: JSONValue) async throws {
        let path = "/api/v1/accounts/\(tenant.id)/users/\(user)/"
        #expect([200, 201].contains(try await tenant.send("PUT", path, as: tenant.service, details).status))
    }

    @Test func `a role that is given counts at once, and one that is taken away`() async throws {
        let tenant = try await Tenant()
        let token = try await tenant.token("5")
        for role in ["admin", "editor", "owner", "viewer"] as [JSONValue] {
            let id = try await tenant.created()
            #expect(try await tenant.send("GET", list, as: token).status == 200)
            try await tell(tenant, "5", ["role": role])
            let status = try await tenant.send("DELETE", "\(list)\(id)/?for=everyone", as: token).status
            #expect(status == (["admin", "owner"].contains(role) ? 204 : 403), "\(role)")
        }
    }

    @Test func `what is refused for another reason is refused after who it is for`() async throws {
        let tenant = try await Tenant()
        let bad = [("GET", list + "?page=x", 404), ("GET", list + "?severity=x", 400), ("GET", list + "9999999/", 404)]
        #expect(try await tenant.send("GET", list).status == 200)
        for (method, path, status) in bad { #expect(try await tenant.send(method, path).status == status) }
        try await tell(tenant, "1", ["is_active": false])
        for (method, path, _) in bad { #expect(try await tenant.send(method, path).status == 403, "\(path)") }
    }

    @Test func `a body is read again when the viewer is another, and nothing is done twice`() async throws {
        let tenant = try await Tenant()
        let ids = [try await tenant.created(), try await tenant.created(["roles": ["viewer"]])]
        #expect(try await tenant.get(list).ids == [ids[0]])
        try await tell(tenant, "1", ["role": "viewer"])
        let body: JSONValue = ["through": .int(ids[1])]
        #expect(try await tenant.send("POST", list + "read-all/", body).json["updated_count"] == 2)
        #expect(try await tenant.send("POST", list + "read-all/", body).json["updated_count"] == 0)
        try await tell(tenant, "1", ["role": "editor"])
        let muted = try await tenant.send(
            "PATCH", list + "preferences/", ["system_info": ["enabled": false]])
        #expect(muted.status == 200)
        #expect(try await tenant.get(list).ids == [])
    }

    @Test func `an inactive user changes nothing`() async throws {
        let tenant = try await Tenant()
        let (wide, own) = (try await tenant.created(), try await tenant.created())
        #expect(try await tenant.get(list)["count"] == 2)
        try await tell(tenant, "1", ["is_active": false])
        for (method, path) in [
            ("POST", "\(wide)/read/"), ("POST", "read-all/"), ("DELETE", "\(own)/"), ("PATCH", "preferences/"),
        ] {
            let body: JSONValue? = method == "PATCH" ? ["system_info": ["enabled": false]] : nil
            #expect(try await tenant.send(method, list + path, body).status == 403, "\(path)")
        }
        try await tell(tenant, "1", ["is_active": true])
        #expect(try await tenant.get(list)["count"] == 2)
        #expect(try await tenant.get(list + "unread-count/") == ["unread_count": 2])
    }

    @Test func `a user who is given a number keeps their token, and what is theirs`() async throws {
        let (tenant, uuid) = (try await Tenant(), UUID().uuidString)
        let token = try await tenant.token(uuid)
        #expect(try await tenant.get(list, as: token)["count"] == 0)
        try await tell(tenant, "7", ["uuid": .string(uuid)])
        let own = try await tenant.created(["user_id": 7])
        #expect(try await tenant.get(list, as: token).ids == [own])
        #expect(try await tenant.send("DELETE", "\(list)\(own)/", as: token).status == 204)
    }

    @Test func `a token without an account ends where a second account knows its user`() async throws {
        let (tenant, other, uuid) = (try await Tenant(), try await Tenant(), UUID().uuidString)
        let token = try await LiveServer.mint.token(for: .init(uuid, role: .editor))
        try await tell(tenant, "7", ["uuid": .string(uuid)])
        #expect(try await tenant.send("GET", list, as: token).status == 200)
        let tag = try #require(try await tenant.send("GET", list, as: token)["etag"])
        try await tell(other, "8", ["uuid": .string(uuid)])
        for headers in [[], [("if-none-match", tag)]] {
            #expect(try await tenant.send("GET", list, as: token, headers: headers).status == 401)
        }
        try await tell(tenant, "7", ["is_active": false])
        let own = try await other.created(["user_id": 8])
        #expect(try await tenant.get(list, as: token).ids == [own])
    }

    @Test func `however a user changes meanwhile, each request is answered for one of those they were`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get(list)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for turn in 0..<12 { try await tell(tenant, "1", ["role": turn % 2 == 0 ? "admin" : "editor"]) }
            }
            for _ in 0..<4 {
                group.addTask { for _ in 0..<12 { try await look(tenant) } }
            }
            try await group.waitForAll()
        }
    }

    private func look(_ tenant: Tenant) async throws {
        #expect(try await tenant.send("GET", list).status == 200)
        #expect(try await tenant.send("POST", list + "read-all/", [:]).status == 200)
    }
}
