import Notifications
import Testing

@testable import NotificationServer

/// Something that makes a member's answers others than they were.
struct AnswerChange: Sendable, CustomTestStringConvertible {
    struct Setting: Sendable {
        let tenant: Tenant
        /// User 2.
        let owner: String
        /// About site 3, for everybody.
        let wide: Int64
        /// For the member, user 1.
        let own: Int64
    }

    typealias Step = @Sendable (Setting) async throws -> Void

    let testDescription: String
    let prepare: Step
    let make: Step

    private init(_ name: String, after prepare: @escaping Step = { _ in }, _ make: @escaping Step) {
        testDescription = name
        self.prepare = prepare
        self.make = make
    }

    static let all = announced + own + everybody + told

    private static let list = "/api/v1/notifications/"

    private static let announced = [
        AnswerChange("announced to everybody") { _ = try await $0.tenant.created() },
        AnswerChange("announced to the member") { _ = try await $0.tenant.created(["user_id": 1]) },
        AnswerChange("announced to their role") { _ = try await $0.tenant.created(["roles": ["editor"]]) },
        AnswerChange("an event") { _ = try await $0.tenant.event("credits_depleted", [:]) },
        AnswerChange("retracted by a service") {
            try await $0.does("DELETE", "\(list)\($0.wide)/", as: $0.tenant.service)
        },
        AnswerChange("retracted by an owner") {
            try await $0.does("DELETE", "\(list)\($0.wide)/?for=everyone", as: $0.owner)
        },
    ]

    private static let read: Step = { try await $0.does("POST", "\(list)\($0.wide)/read/") }

    private static let own = [
        AnswerChange("read", read),
        AnswerChange("unread", after: read) { try await $0.does("POST", "\(list)\($0.wide)/unread/") },
        AnswerChange("read in the other dialect") {
            let id = Identifier<Notification>($0.own).uuid
            try await $0.does("PATCH", "/api/v1/identity/notifications/\(id)/read/")
        },
        AnswerChange("all read") { try await $0.does("POST", list + "read-all/") },
        AnswerChange("dismissed") { try await $0.does("DELETE", "\(list)\($0.wide)/") },
        AnswerChange("removed") { try await $0.does("DELETE", "\(list)\($0.own)/") },
        AnswerChange("muted") { try await $0.choose(["system_info": ["enabled": false]]) },
        AnswerChange(
            "unmuted", after: { try await $0.choose(["system_info": ["enabled": false]]) },
            { try await $0.choose(["system_info": ["enabled": .null]]) }),
        AnswerChange("not to be told") { try await $0.choose(["system_info": ["push": false]]) },
    ]

    private static let sharing: Step = { try await $0.tell("", ["read_scope": "account"]) }

    private static let everybody = [
        AnswerChange("muted by default") {
            let muted: JSONValue = ["system_info": ["enabled": false]]
            try await $0.does("PATCH", list + "preferences/defaults/", as: $0.owner, muted)
        },
        AnswerChange("read together", sharing),
        AnswerChange("read apart again", after: sharing) { try await $0.tell("", ["read_scope": "member"]) },
        AnswerChange("read by a colleague for all", after: sharing) {
            try await $0.does("POST", "\(list)\($0.wide)/read/", as: $0.owner)
        },
        AnswerChange("all read by a colleague for all", after: sharing) {
            try await $0.does("POST", list + "read-all/", as: $0.owner)
        },
    ]

    private static let told = [
        AnswerChange("a site renamed") { try await $0.tenant.site(3, name: "Journal") },
        AnswerChange("a site deleted") {
            let site = "/api/v1/accounts/\($0.tenant.id)/sites/3/"
            try await $0.does("DELETE", site, as: $0.tenant.service)
        },
        AnswerChange("another role") { try await $0.tell("users/1/", ["role": "owner"]) },
        AnswerChange("a role taken away", after: { try await $0.tell("users/1/", ["role": "owner"]) }) {
            try await $0.tell("users/1/", ["role": "viewer"])
        },
    ]
}

extension AnswerChange.Setting {
    /// As the member, unless `token` says otherwise.
    fileprivate func does(_ method: String, _ path: String, as token: String? = nil, _ body: JSONValue? = nil)
        async throws
    {
        let answer = try await tenant.send(method, path, as: token, body)
        #expect([200, 204].contains(answer.status), "\(method) \(path): \(answer.body)")
    }

    fileprivate func choose(_ changes: JSONValue) async throws {
        try await does("PATCH", "/api/v1/notifications/preferences/", changes)
    }

    fileprivate func tell(_ path: String, _ body: JSONValue) async throws {
        try await does("PUT", "/api/v1/accounts/\(tenant.id)/\(path)", as: tenant.service, body)
    }
}
