import Notifications
import Testing

@testable import NotificationServer

/// `/api/v1/notifications/preferences/` and the account's defaults.
@Suite struct PreferencesTests {
    static let path = "/api/v1/notifications/preferences/"
    static let paths = [path, path + "defaults/"]

    @Test(arguments: paths, ["", "/"])
    func `every type of the catalogue is there, in its order`(path: String, slash: String) async throws {
        let tenant = try await Tenant()
        let answer = try await tenant.send("GET", path.dropLast() + slash)
        let rows = Catalogue.standard.types.map { type in
            let isOn = !["pipeline.stage_changed", "content.created"].contains(type.name)
            return """
                {"notification_type":"\(type.name)","label":"\(type.label)","category":"\(type.category.rawValue)",\
                "severity":"\(type.severity.rawValue)","enabled":\(isOn),"push":\(isOn),\
                "is_locked":\(type.name == "credits_depleted"),"is_default":true,\
                "default":{"enabled":\(isOn),"push":\(isOn)}}
                """
        }
        #expect(rows.count == 26)
        #expect(answer.status == 200 && answer.body == #"{"results":[\#(rows.joined(separator: ","))]}"#)
    }

    @Test(arguments: paths)
    func `a change changes what it names, and null goes back`(path: String) async throws {
        let tenant = try await Tenant()
        let token = try await tenant.token("9", role: .admin)
        let before = try await tenant.get(path, as: token)
        func row(_ change: JSONValue) async throws -> JSONValue? {
            let answer = try await tenant.send("PATCH", path, as: token, ["credits_low": change])
            #expect(answer.status == 200, "\(answer.body)")
            #expect(try await tenant.get(path, as: token) == answer.json)
            let others = { (body: JSONValue) in
                body["results"]?.elements.filter { $0["notification_type"] != "credits_low" }
            }
            #expect(others(answer.json) == others(before))
            return answer.json["results"]?.elements.first { $0["notification_type"] == "credits_low" }
        }
        let on: JSONValue = ["enabled": true, "push": true]
        // The account's defaults are what holds without any choice of a user's.
        let isOwn = path == Self.path
        func expect(_ change: JSONValue, _ enabled: Bool, _ push: Bool, isDefault: Bool) async throws {
            let row = try await row(change)
            #expect(row?["enabled"] == .bool(enabled) && row?["push"] == .bool(push), "\(change)")
            #expect(row?["is_default"] == .bool(isDefault), "\(change)")
            if isOwn { #expect(row?["default"] == on) }
        }
        try await expect(["push": false], true, false, isDefault: false)
        try await expect([:], true, false, isDefault: false)
        try await expect(["enabled": false], false, false, isDefault: false)
        try await expect(["push": .null], false, true, isDefault: false)
        try await expect(["enabled": true], true, true, isDefault: false)
        try await expect(["enabled": .null], true, true, isDefault: true)
        #expect(try await tenant.send("PATCH", path, as: token, [:]).json == before)
        #expect(try await tenant.send("PATCH", path, as: token).json == before)
    }

    @Test(arguments: paths)
    func `what is locked may be said to be on`(path: String) async throws {
        let tenant = try await Tenant()
        let token = try await tenant.token("9", role: .admin)
        let on = try await tenant.send(
            "PATCH", path, as: token, ["credits_depleted": ["enabled": true, "push": .null]])
        #expect(on.status == 200)
        let off = try await tenant.send(
            "PATCH", path, as: token,
            ["credits_depleted": ["enabled": false, "push": false], "credits_low": ["push": false], "x": [:]])
        #expect(off.status == 400)
        #expect(off.json.refusedFields == ["credits_depleted.enabled", "credits_depleted.push", "x"])
        // Nothing of a refused change is made.
        #expect(try await tenant.get(path, as: token) == on.json)
    }

    @Test(arguments: Role.allCases)
    func `every member may see the defaults, an owner or an admin change them`(role: Role) async throws {
        let tenant = try await Tenant()
        let token = try await tenant.token("9", role: role)
        let path = Self.path + "defaults/"
        #expect(try await tenant.send("GET", path, as: token).status == 200)
        let answer = try await tenant.send("PATCH", path, as: token, ["system_info": ["enabled": false]])
        let mayChange = role == .owner || role == .admin
        #expect(answer.status == (mayChange ? 200 : 403))
        #expect(try await tenant.preference("system_info")?["enabled"] == .bool(!mayChange))
        // As the host has it now, not as the token does.
        let users = "/api/v1/accounts/\(tenant.id)/users/9/"
        _ = try await tenant.send("PUT", users, as: tenant.service, ["role": mayChange ? "viewer" : "admin"])
        let again = try await tenant.send("PATCH", path, as: token, ["system_info": ["enabled": true]])
        #expect(again.status == (mayChange ? 403 : 200))
    }

    @Test func `the account's default holds for who has not chosen, and a choice beats it`() async throws {
        let tenant = try await Tenant()
        let (admin, other) = (try await tenant.token("9", role: .admin), try await tenant.token("2"))
        _ = try await tenant.send("PATCH", Self.path, ["system_info": ["enabled": true]])
        _ = try await tenant.send(
            "PATCH", Self.path + "defaults/", as: admin, ["system_info": ["enabled": false, "push": false]])
        let own = try await tenant.preference("system_info")
        #expect(own?["enabled"] == true && own?["push"] == false && own?["is_default"] == false)
        #expect(own?["default"] == ["enabled": false, "push": false])
        let others = try await tenant.preference("system_info", as: other)
        #expect(others?["enabled"] == false && others?["is_default"] == true)
        _ = try await tenant.created()
        for (token, count) in [(tenant.member, 1), (other, 0), (admin, 0)] as [(String, JSONValue)] {
            #expect(try await tenant.get("/api/v1/notifications/", as: token)["count"] == count)
        }
        let elsewhere = try await Tenant()
        #expect(try await elsewhere.preference("system_info")?["default"] == ["enabled": true, "push": true])
    }
}

extension Tenant {
    /// What the preferences say of a type.
    func preference(_ type: String, as token: String? = nil) async throws -> JSONValue? {
        try await get("/api/v1/notifications/preferences/", as: token)["results"]?.elements
            .first { $0["notification_type"] == .string(type) }
    }
}
