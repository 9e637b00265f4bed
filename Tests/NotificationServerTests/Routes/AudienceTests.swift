import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

/// Who sees what is for certain roles, and for one user.
@Suite struct AudienceTests {
    let list = "/api/v1/notifications/"

    @Test func `those who have one of the roles see it, and nobody else`() async throws {
        let tenant = try await Tenant()
        let tokens = try await tenant.tokenOfEachRole()
        let made = try await tenant.create(["roles": ["editor", "admin", "editor"]])
        #expect(made.status == 201 && made.json["roles"] == ["admin", "editor"] && made.json["user"] == .null)
        let path = try #require(made["location"])
        for (role, token) in tokens {
            let isAddressed = role == .admin || role == .editor
            #expect(try await tenant.send("GET", path, as: token).status == (isAddressed ? 200 : 404), "\(role)")
            #expect(try await tenant.get(list, as: token)["count"] == (isAddressed ? 1 : 0), "\(role)")
            let unread = try await tenant.get(list + "unread-count/", as: token)
            #expect(unread == ["unread_count": isAddressed ? 1 : 0], "\(role)")
            if isAddressed { #expect(try await tenant.get(path, as: token) == made.json) }
        }
    }

    @Test func `a typed event may be for roles`() async throws {
        let tenant = try await Tenant()
        let tokens = try await tenant.tokenOfEachRole()
        let made = try await tenant.event("credits_depleted", ["roles": ["owner"]])
        #expect(made.status == 201 && made.json["roles"] == ["owner"])
        for (role, token) in tokens {
            #expect(try await tenant.get(list, as: token)["count"] == (role == .owner ? 1 : 0), "\(role)")
        }
    }

    @Test func `who is promoted sees it at once, and who is demoted no longer`() async throws {
        let tenant = try await Tenant()
        let token = try await tenant.token("5", role: nil)
        _ = try await tenant.get(list, as: token)
        let (wide, forAdmins) = (try await tenant.created(), try await tenant.created(["roles": ["admin"]]))
        let path = "/api/v1/accounts/\(tenant.id)/users/5/"
        for (role, ids) in [
            ("viewer", [wide]), ("admin", [forAdmins, wide]), ("editor", [wide]), ("admin", [forAdmins, wide]),
        ] {
            _ = try await tenant.send("PUT", path, as: tenant.service, ["role": .string(role)])
            let page = try await tenant.get(list, as: token)
            #expect(page.ids == ids && page["count"] == .int(Int64(ids.count)), "\(role)")
            let unread = try await tenant.get(list + "unread-count/", as: token)
            #expect(unread == ["unread_count": .int(Int64(ids.count))], "\(role)")
            let one = try await tenant.send("GET", "\(list)\(forAdmins)/", as: token)
            #expect(one.status == (ids.contains(forAdmins) ? 200 : 404), "\(role)")
        }
        // What a mark covers is read, seen or not.
        _ = try await tenant.send("PUT", path, as: tenant.service, ["role": "viewer"])
        #expect(try await tenant.send("POST", list + "read-all/", as: token).json["updated_count"] == 1)
        _ = try await tenant.send("PUT", path, as: tenant.service, ["role": "admin"])
        #expect(try await tenant.get(list + "?is_read=false", as: token).ids == [])
        #expect(try await tenant.get(list + "?is_read=true", as: token).ids == [forAdmins, wide])
    }

    @Test func `each reads it for themselves, also where the account reads together`() async throws {
        let tenant = try await Tenant()
        let other = try await tenant.token("2")
        for token in [tenant.member, other] { _ = try await tenant.get(list, as: token) }
        _ = try await tenant.send(
            "PUT", "/api/v1/accounts/\(tenant.id)/", as: tenant.service, ["read_scope": "account"])
        let wide = try await tenant.created()
        let (first, second) = (
            try await tenant.created(["roles": ["editor"]]), try await tenant.created(["roles": ["editor", "owner"]])
        )
        _ = try await tenant.send("POST", "\(list)\(wide)/read/")
        _ = try await tenant.send("POST", "\(list)\(first)/read/")
        #expect(try await tenant.get(list + "?is_read=false").ids == [second])
        #expect(try await tenant.get(list + "?is_read=false", as: other).ids == [second, first])
        #expect(try await tenant.send("POST", list + "read-all/").json["updated_count"] == 1)
        #expect(try await tenant.get(list + "unread-count/", as: other) == ["unread_count": 2])
        #expect(try await tenant.send("POST", list + "read-all/", as: other).json["updated_count"] == 2)
    }

    @Test func `who deletes it has it no longer, the others do`() async throws {
        let tenant = try await Tenant()
        let (other, admin) = (try await tenant.token("2"), try await tenant.token("3", role: .admin))
        for token in [tenant.member, other, admin] { _ = try await tenant.get(list, as: token) }
        let id = try await tenant.created(["roles": ["editor", "admin"]])
        #expect(try await tenant.send("DELETE", "\(list)\(id)/").status == 204)
        #expect(try await tenant.send("GET", "\(list)\(id)/").status == 404)
        #expect(try await tenant.get(list + "unread-count/") == ["unread_count": 0])
        for token in [other, admin] {
            #expect(try await tenant.get(list, as: token).ids == [id])
            #expect(try await tenant.get(list + "unread-count/", as: token) == ["unread_count": 1])
        }
        #expect(try await tenant.send("DELETE", "\(list)\(id)/?for=everyone", as: admin).status == 204)
        #expect(try await tenant.get(list, as: other)["count"] == 0)
    }

    @Test func `a user may be named by UUID`() async throws {
        let tenant = try await Tenant()
        let uuid = "0191d7b2-7a5c-7cc3-a123-0123456789b2"
        let path = "/api/v1/accounts/\(tenant.id)/users/\(uuid)/"
        let told = try await tenant.send("PUT", path, as: tenant.service, ["name": "Anna", "role": "owner"])
        let id = try #require(told.json["id"]?.int)
        #expect(told.status == 201 && told.json["uuid"] == .string(uuid) && id < 0)
        #expect(try await tenant.send("PUT", path.uppercasedID, as: tenant.service, ["name": "Bea"]).status == 200)
        let made = try await tenant.create(["user_id": .string(uuid)])
        #expect(made.status == 201 && made.json["user"] == .int(id))
        #expect(try await tenant.create(["user_id": .int(id)]).status == 201)
        let token = try await tenant.token(uuid)
        #expect(try await tenant.get(list, as: token)["count"] == 2)
        #expect(try await tenant.get(list)["count"] == 0)
        #expect(try await tenant.send("DELETE", path, as: tenant.service).status == 204)
        #expect(try await tenant.send("DELETE", path, as: tenant.service).status == 404)
        let gone = try await tenant.create(["user_id": .string(uuid)])
        #expect(gone.status == 400 && gone.json.refusedFields == ["user_id"])
        #expect(try await tenant.send("GET", list, as: token).status == 401)
    }

    @Test(
        arguments: [
            (["roles": []], "roles"), (["roles": "editor"], "roles"), (["roles": ["god"]], "roles"),
            (["roles": ["editor", 5]], "roles"), (["roles": ["editor", .null]], "roles"), (["roles": [:]], "roles"),
            (["roles": ["Editor"]], "roles"), (["roles": ["editor' or '1'='1"]], "roles"),
            (["roles": ["editor"], "user_id": 1], "roles"),
            (["roles": ["editor"], "user_id": "0191d7b2-7a5c-7cc3-a123-0123456789b3"], "roles"),
            (["user_id": "0191d7b2-7a5c-7cc3-a123-0123456789b3"], "user_id"), (["user_id": "1"], "user_id"),
            (["user_id": ""], "user_id"), (["user_id": ["0191d7b2-7a5c-7cc3-a123-0123456789b3"]], "user_id"),
        ] as [([String: JSONValue], String)])
    func `an audience that is none is named`(audience: [String: JSONValue], field: String) async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get(list)
        let made = try await tenant.create(audience)
        #expect(made.status == 400 && made.json.refusedFields == [field], "\(made.body)")
        let announced = try await tenant.event("credits_depleted", .object(audience))
        #expect(announced.status == 400 && announced.json.refusedFields == [field], "\(announced.body)")
        #expect(try await tenant.get(list)["count"] == 0)
    }
}

extension String {
    /// The path with its UUID in capitals.
    fileprivate var uppercasedID: String {
        split(separator: "/", omittingEmptySubsequences: false).map { $0.contains("-") ? $0.uppercased() : String($0) }
            .joined(separator: "/")
    }
}
