import Notifications
import Testing

@testable import NotificationServer

/// `POST /api/v1/notify/{event}/`: the second document's six types.
@Suite struct DomainEventsTests {
    let list = "/api/v1/notifications/"

    @Test(arguments: DomainEventRow.all)
    func `an event is worded as the document has it, for its creator`(row: DomainEventRow) async throws {
        let tenant = try await Tenant()
        _ = try await tenant.send(
            "PATCH", list + "preferences/", .object([row.event: ["enabled": true]]))
        let details: JSONValue = ["trend_id": "a", "n": 5]
        let arguments = row.arguments.merging(["user_id": 1, "metadata": details]) { $1 }
        let made = try await tenant.event(row.event, .object(arguments))
        #expect(made.status == 201, "\(made.body)")
        let expected: [String: JSONValue] = [
            "notification_type": .string(row.event), "severity": .string(row.severity), "category": "editorial",
            "title": .string(row.title), "message": "", "metadata": details, "user": 1, "roles": .null,
            "action_url": .null,
        ]
        for (key, value) in expected { #expect(made.json[key] == value, "\(key)") }
        #expect(try await tenant.get(made["location"] ?? "") == made.json)
    }

    @Test(arguments: DomainEventRow.all)
    func `who has not asked for what is off is not told, and nothing is recorded`(row: DomainEventRow) async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get(list)
        let arguments = row.arguments.merging(["user_id": 1, "idempotency_key": "k"]) { $1 }
        let answer = try await tenant.event(row.event, .object(arguments))
        #expect(answer.status == (row.isOn ? 201 : 204) && answer.body.isEmpty != row.isOn)
        _ = try await tenant.send(
            "PATCH", list + "preferences/", .object([row.event: ["enabled": true]]))
        #expect(try await tenant.get(list)["count"] == (row.isOn ? 1 : 0))
        #expect(try await tenant.event(row.event, .object(arguments)).status == (row.isOn ? 200 : 201))
    }

    @Test(arguments: DomainEventRow.all)
    func `a trend is for admins and editors, all else for who is named`(row: DomainEventRow) async throws {
        let tenant = try await Tenant()
        let tokens = try await tenant.tokenOfEachRole()
        for token in tokens.values {
            _ = try await tenant.send(
                "PATCH", list + "preferences/", as: token, .object([row.event: ["enabled": true]]))
        }
        let unnamed = try await tenant.event(row.event, .object(row.arguments))
        guard row.event == "trend.detected" else {
            #expect(unnamed.status == 400 && unnamed.json.refusedFields == ["user_id"])
            let named = try await tenant.event(row.event, .object(row.arguments.merging(["roles": ["viewer"]]) { $1 }))
            #expect(named.status == 201 && named.json["roles"] == ["viewer"] && named.json["user"] == .null)
            for (role, token) in tokens {
                #expect(try await tenant.get(list, as: token)["count"] == (role == .viewer ? 1 : 0))
            }
            return
        }
        #expect(unnamed.status == 201 && unnamed.json["roles"] == ["admin", "editor"])
        for (role, token) in tokens {
            let isAddressed = role == .admin || role == .editor
            #expect(try await tenant.get(list, as: token)["count"] == (isAddressed ? 1 : 0), "\(role)")
        }
    }

    @Test func `a creator may be named by UUID`() async throws {
        let tenant = try await Tenant()
        let uuid = "0191d7b2-7a5c-7cc3-a123-0123456789b0"
        let token = try await tenant.token(uuid)
        _ = try await tenant.get(list, as: token)
        let made = try await tenant.event("media.failed", ["title": "x", "user_id": .string(uuid.uppercased())])
        #expect(made.status == 201 && (made.json["user"]?.int ?? 0) < 0)
        #expect(try await tenant.get(list, as: token)["count"] == 1)
        #expect(try await tenant.get(list)["count"] == 0)
        let nobody = try await tenant.event(
            "media.failed", ["title": "x", "user_id": "0191d7b2-7a5c-7cc3-a123-0123456789b1"])
        #expect(nobody.status == 400 && nobody.json.refusedFields == ["user_id"])
    }

    @Test(
        arguments: [
            ("trend.detected", [:], "topic"), ("trend.detected", ["topic": 5], "topic"),
            ("trend.detected", ["topic": " "], "topic"), ("trend.detected", ["topic": "x", "colour": 1], "colour"),
            ("trend.detected", ["topic": "x", "metadata": []], "metadata"),
            ("trend.detected", ["topic": "x", "roles": []], "roles"),
            ("media.failed", ["user_id": 1], "title"), ("media.failed", ["user_id": 1, "title": ""], "title"),
            ("media.failed", ["title": "x", "user_id": 99], "user_id"),
            ("media.failed", ["title": "x", "user_id": .null], "user_id"),
            ("pipeline.stage_changed", ["user_id": 1, "title": "x"], "stage"),
            ("pipeline.stage_changed", ["user_id": 1, "title": "x", "stage": .null], "stage"),
        ] as [(String, JSONValue, String)])
    func `an argument that is wrong is named`(event: String, arguments: JSONValue, field: String) async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get(list)
        let answer = try await tenant.event(event, arguments)
        #expect(answer.status == 400 && answer.json.refusedFields == [field], "\(answer.body)")
    }

    @Test func `a title that is too long with its words is cut`() async throws {
        let tenant = try await Tenant()
        let made = try await tenant.event("trend.detected", ["topic": .string(String(repeating: "é", count: 512))])
        #expect(made.status == 201 && made.json["title"]?.text?.unicodeScalars.count == 512)
        #expect(made.json["title"]?.text?.hasSuffix("é…") == true)
    }
}
