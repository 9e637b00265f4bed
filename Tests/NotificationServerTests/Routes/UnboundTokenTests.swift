import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

/// Tokens of users without `account_id`: the account is the one that knows their UUID.
@Suite struct UnboundTokenTests {
    static let list = "/api/v1/notifications/"
    static let defaultAccount: Int64 = 900_000_001

    private func token(_ subject: String, now: Date = Date()) async throws -> String {
        try await LiveServer.mint.token(for: .init(subject, role: .editor), now: now)
    }

    private func know(_ uuid: String, in tenant: Tenant, as number: Int64) async throws {
        let path = "/api/v1/accounts/\(tenant.id)/users/\(number)/"
        #expect(try await tenant.send("PUT", path, as: tenant.service, ["uuid": .string(uuid)]).status == 201)
    }

    @Test func `the one account that knows them is theirs`() async throws {
        let (tenant, uuid) = (try await Tenant(), UUID().uuidString)
        try await know(uuid, in: tenant, as: 7)
        let own = try await tenant.created(["user_id": 7])
        #expect(try await tenant.get(Self.list, as: token(uuid)).ids == [own])
        #expect(try await tenant.get(Self.list, as: token(uuid.lowercased())).ids == [own])
        #expect(try await tenant.get("/api/v1/identity/notifications", as: token(uuid))["total"] == 1)
        // By a token that names the account, they are the same.
        #expect(try await tenant.get(Self.list, as: tenant.token(uuid)).ids == [own])
    }

    @Test func `who is known nowhere, in two accounts, or by number alone, is nobody`() async throws {
        let (first, second) = (try await Tenant(), try await Tenant())
        let uuid = UUID().uuidString
        for subject in [uuid, "1"] {
            let answer = try await first.send("GET", Self.list, as: token(subject))
            #expect(answer.status == 401 && answer["www-authenticate"]?.contains("invalid_token") == true)
        }
        for tenant in [first, second] { try await know(uuid, in: tenant, as: 7) }
        #expect(try await first.send("GET", Self.list, as: token(uuid)).status == 401)
        // Told which, they are let in.
        #expect(try await second.send("GET", Self.list, as: second.token(uuid)).status == 200)
        _ = try await first.send("DELETE", "/api/v1/accounts/\(first.id)/users/7/", as: first.service)
        let own = try await second.created(["user_id": 7])
        #expect(try await second.get(Self.list, as: token(uuid)).ids == [own])
    }

    @Test func `a deleted user's old token is refused, and brings nobody back`() async throws {
        let (tenant, uuid) = (try await Tenant(), UUID().uuidString)
        try await know(uuid, in: tenant, as: 7)
        let old = try await token(uuid)
        #expect(try await tenant.send("GET", Self.list, as: old).status == 200)
        let path = "/api/v1/accounts/\(tenant.id)/users/7/"
        #expect(try await tenant.send("DELETE", path, as: tenant.service).status == 204)
        for path in [Self.list, "/api/v1/identity/notifications", "/api/v1/notifications/preferences/"] {
            #expect(try await tenant.send("GET", path, as: old).status == 401)
        }
        // Times in tokens are whole seconds.
        let later = try await token(uuid, now: Date(timeIntervalSinceNow: 2))
        #expect(try await tenant.send("GET", Self.list, as: later).status == 200)
        #expect(try await tenant.send("GET", Self.list, as: old).status == 401)
    }

    @Test
    func `with a default account, that is where who is known nowhere belongs, and nobody who is known twice elsewhere`()
        async throws
    {
        let settings = { (settings: inout Settings) in settings.defaultAccount = Identifier(Self.defaultAccount) }
        try await OwnServer.running(on: LiveServer.migratedDatabase(), settings: settings) { own in
            let (first, second) = (try await Tenant(on: own.live), try await Tenant(on: own.live))
            let (known, twice, unknown) = (UUID().uuidString, UUID().uuidString, UUID().uuidString)
            try await know(known, in: first, as: 7)
            for tenant in [first, second] { try await know(twice, in: tenant, as: 8) }
            let service = try await LiveServer.mint.token(service: "x", scopes: [Scope.write, Scope.admin])
            #expect(try await first.send("GET", Self.list, as: token(twice)).status == 401)
            for subject in [unknown, "1"] {
                #expect(try await first.send("GET", Self.list, as: token(subject)).status == 200)
            }
            // A service that names no account means the same one.
            let made = try await first.send(
                "POST", Self.list, as: service, ["notification_type": "system_info", "title": "x"])
            let id = try #require(made.json["id"]?.int)
            for subject in [unknown, "1"] {
                #expect(try await first.get(Self.list, as: token(subject)).ids == [id])
            }
            #expect(try await first.get(Self.list, as: token(known))["count"] == 0)
            let own = try await first.created(["user_id": 7])
            #expect(try await first.get(Self.list, as: token(known)).ids == [own])
            // Deleted there, they are not made anew in the default account by an old token.
            let old = try await token(known)
            let path = "/api/v1/accounts/\(first.id)/users/7/"
            #expect(try await first.send("DELETE", path, as: service).status == 204)
            #expect(try await first.send("GET", Self.list, as: old).status == 401)
        }
    }
}
