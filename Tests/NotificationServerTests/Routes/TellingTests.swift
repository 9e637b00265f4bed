import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

/// `PUT` and `DELETE` of accounts, users and sites.
@Suite struct TellingTests {
    /// Of a service that may speak for every account.
    func admin() async throws -> String {
        try await LiveServer.mint.token(service: "host", scopes: [Scope.write, Scope.admin])
    }

    @Test func `an account is made, changed in part, and deleted`() async throws {
        let (tenant, admin) = (try await Tenant(), try await admin())
        let path = "/api/v1/accounts/\(tenant.id)/"
        #expect(try await tenant.send("DELETE", path, as: admin).status == 204)
        #expect(try await tenant.send("DELETE", path, as: admin).status == 404)
        let new = try await tenant.send("PUT", path, as: admin, ["name": "Acme"])
        #expect(new.status == 201 && new.json.keys == ["id", "name", "read_scope", "created_at", "updated_at"])
        #expect(new.json["id"] == .int(tenant.id) && new.json["name"] == "Acme" && new.json["read_scope"] == "member")
        let scope = try await tenant.send("PUT", path, as: admin, ["read_scope": "account"])
        #expect(scope.status == 200 && scope.json["name"] == "Acme" && scope.json["read_scope"] == "account")
        let same = try await tenant.send("PUT", path, as: admin)
        #expect(same.status == 200 && same.json["name"] == "Acme" && same.json["read_scope"] == "account")
        #expect(same.json["created_at"] == new.json["created_at"])
        let cleared = try await tenant.send("PUT", path, as: admin, ["name": "", "read_scope": .null])
        #expect(cleared.json["name"] == "" && cleared.json["read_scope"] == "account")
    }

    @Test func `a user is made, changed in part, and deleted`() async throws {
        let tenant = try await Tenant()
        let path = "/api/v1/accounts/\(tenant.id)/users/7/"
        let uuid = "0191d7b2-7a5c-7cc3-a123-0123456789ab"
        let new = try await tenant.send(
            "PUT", path, as: tenant.service,
            ["uuid": .string(uuid.uppercased()), "email": "a@b.c", "name": "Anna", "role": "admin"])
        #expect(new.status == 201)
        let expected: [String: JSONValue] = [
            "id": 7, "account_id": .int(tenant.id), "uuid": .string(uuid), "email": "a@b.c", "name": "Anna",
            "role": "admin", "is_active": true,
        ]
        for (key, value) in expected { #expect(new.json[key] == value, "\(key)") }
        #expect(new.json.keys == Set(expected.keys).union(["created_at", "updated_at"]))
        for (change, key) in [
            (["name": "Bea"], "name"), (["role": "owner"], "role"), (["is_active": false], "is_active"),
        ]
            as [(JSONValue, String)]
        {
            let answer = try await tenant.send("PUT", path, as: tenant.service, change)
            #expect(answer.status == 200 && answer.json[key] == change[key] && answer.json["email"] == "a@b.c")
        }
        let last = try await tenant.send("PUT", path, as: tenant.service, [:])
        #expect(last.json["name"] == "Bea" && last.json["role"] == "owner" && last.json["is_active"] == false)
        #expect(try await tenant.send("DELETE", path, as: tenant.service).status == 204)
        #expect(try await tenant.send("DELETE", path, as: tenant.service).status == 404)
        #expect(try await tenant.send("PUT", path, as: tenant.service).status == 201)
    }

    @Test func `a site is made, renamed everywhere, and deleted without what is about it`() async throws {
        let tenant = try await Tenant()
        let path = "/api/v1/accounts/\(tenant.id)/sites/3/"
        let new = try await tenant.send("PUT", path, as: tenant.service, ["name": "Blog"])
        #expect(new.status == 201 && new.json.keys == ["id", "account_id", "name", "created_at", "updated_at"])
        let id = try await tenant.created(["site_id": 3])
        let renamed = try await tenant.send("PUT", path, as: tenant.service, ["name": "Journal"])
        #expect(renamed.status == 200)
        let shown = try await tenant.get("/api/v1/notifications/\(id)/")
        #expect(shown["site"] == ["id": 3, "name": "Journal"])
        #expect(try await tenant.send("PUT", path, as: tenant.service).json["name"] == "Journal")
        #expect(try await tenant.send("DELETE", path, as: tenant.service).status == 204)
        #expect(try await tenant.send("DELETE", path, as: tenant.service).status == 404)
        #expect(try await tenant.get("/api/v1/notifications/\(id)/")["site"] == .null)
    }

    @Test(
        arguments: [
            ("", ["name": 5], "name"), ("", ["read_scope": "everybody"], "read_scope"), ("", ["nome": "x"], "nome"),
            ("", ["name": .string(String(repeating: "x", count: 201))], "name"), ("", ["id": 5], "id"),
            ("", ["name": "a\u{7}"], "name"),
            ("users/1/", ["email": .string(String(repeating: "x", count: 255))], "email"),
            ("users/1/", ["role": "god"], "role"), ("users/1/", ["is_active": "yes"], "is_active"),
            ("users/1/", ["uuid": "x"], "uuid"), ("users/1/", ["account_id": 5], "account_id"),
            ("users/1/", ["name": "two\nlines"], "name"), ("sites/1/", ["name": []], "name"),
            ("sites/1/", ["url": "x"], "url"),
        ] as [(String, JSONValue, String)])
    func `a field that is wrong is named`(path: String, body: JSONValue, field: String) async throws {
        let tenant = try await Tenant()
        let answer = try await tenant.send("PUT", "/api/v1/accounts/\(tenant.id)/\(path)", as: tenant.service, body)
        #expect(answer.status == 400 && answer.json.refusedFields == [field], "\(answer.body)")
    }

    @Test func `two users cannot have one UUID`() async throws {
        let tenant = try await Tenant()
        let uuid: JSONValue = ["uuid": "0191d7b2-7a5c-7cc3-a123-0123456789ab"]
        let users = "/api/v1/accounts/\(tenant.id)/users/"
        #expect(try await tenant.send("PUT", users + "1/", as: tenant.service, uuid).status == 201)
        let second = try await tenant.send("PUT", users + "2/", as: tenant.service, uuid)
        #expect(second.status == 400 && second.json.refusedFields == ["uuid"])
    }

    @Test func `a user whom only their UUID made known becomes the host's, with all that is theirs`() async throws {
        let tenant = try await Tenant()
        let uuid = "0191d7b2-7a5c-7cc3-a123-0123456789ac"
        let token = try await tenant.token(uuid)
        _ = try await tenant.get("/api/v1/notifications/", as: token)
        let ids = [try await tenant.created(), try await tenant.created()]
        _ = try await tenant.send("POST", "/api/v1/notifications/\(ids[0])/read/", as: token)
        _ = try await tenant.send("POST", "/api/v1/notifications/read-all/", as: token, ["through": .int(ids[0])])
        let path = "/api/v1/accounts/\(tenant.id)/users/12/"
        let told = try await tenant.send("PUT", path, as: tenant.service, ["uuid": .string(uuid), "name": "Anna"])
        #expect(told.status == 200 && told.json["id"] == 12, "\(told.body)")
        #expect(try await tenant.get("/api/v1/notifications/?is_read=true", as: token).ids == [ids[0]])
        let own = try await tenant.created(["user_id": 12])
        #expect(try await tenant.get("/api/v1/notifications/?is_read=false", as: token).ids == [own, ids[1]])
        let again = try await tenant.send("PUT", path, as: tenant.service, ["uuid": .string(uuid)])
        #expect(again.status == 200)
    }
}
