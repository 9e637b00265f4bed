import Notifications
import Testing

@testable import NotificationServer

/// `POST /api/v1/notify/{event}/`: the first document's twenty types.
@Suite struct EventsTests {
    @Test func `the tables have all types and all events, each once`() {
        let events = DomainEventRow.all.map(\.event)
        #expect(Set(EventRow.all.map(\.type) + events) == Set(Catalogue.standard.types.map(\.name)))
        let others = ["ai_task", "credits_balance"]
        #expect(Set(EventRow.all.map(\.event) + events + others) == Set(Announcement.eventNames))
        #expect(EventRow.all.count == 20 && events.count == 6)
    }

    @Test(arguments: EventRow.all)
    func `an event is worded as the document has it`(row: EventRow) async throws {
        let tenant = try await Tenant()
        try await tenant.site(1, name: "My Blog")
        for site in row.needsSite ? [1] : [nil, 1] as [Int64?] {
            var arguments = row.arguments
            arguments["site_id"] = site.map { .int($0) }
            arguments["content_type"] = "content"
            arguments["object_id"] = 7
            let answer = try await tenant.event(row.event, .object(arguments))
            #expect(answer.status == 201)
            #expect(answer.json["notification_type"] == .string(row.type))
            #expect(answer.json["severity"] == .string(row.severity))
            #expect(answer.json["category"] == .string(row.category))
            #expect(answer.json["message"] == .string(row.message))
            #expect(answer.json["metadata"] == row.metadata)
            #expect(answer.json["title"]?.text?.isEmpty == false)
            #expect(answer.json["site"] == (site == nil ? .null : ["id": 1, "name": "My Blog"]))
            #expect(answer.json["content_type"] == "content" && answer.json["object_id"] == "7")
            #expect((answer.json["action_url"] == .null) == (answer.json["action_label"] == .null))
            #expect(try await tenant.get(answer["location"] ?? "") == answer.json)
        }
    }

    @Test(arguments: EventRow.all.filter(\.needsSite))
    func `an event about a site needs one of the account's`(row: EventRow) async throws {
        let tenant = try await Tenant()
        for site in [nil, 99, -1, "1"] as [JSONValue?] {
            var arguments = row.arguments
            arguments["site_id"] = site
            let answer = try await tenant.event(row.event, .object(arguments))
            #expect(answer.status == 400 && answer.json.refusedFields == ["site_id"])
        }
        #expect(try await tenant.get("/api/v1/notifications/")["count"] == 0)
    }

    @Test(arguments: EventRow.all)
    func `a missing argument is named, and so is one too many`(row: EventRow) async throws {
        let tenant = try await Tenant()
        try await tenant.site(1, name: "My Blog")
        var arguments = row.arguments
        arguments["site_id"] = row.needsSite ? 1 : nil
        for name in row.arguments.keys {
            let answer = try await tenant.event(row.event, .object(arguments.filter { $0.key != name }))
            #expect(answer.status == 400 && answer.json.refusedFields == [name])
        }
        let many = try await tenant.event(row.event, .object(arguments.merging(["colour": "red"]) { $1 }))
        #expect(many.status == 400 && many.json.refusedFields == ["colour"])
        #expect(try await tenant.get("/api/v1/notifications/")["count"] == 0)
    }

    @Test func `a wrong argument is named`() async throws {
        let tenant = try await Tenant()
        try await tenant.site(1, name: "My Blog")
        for (row, argument, value) in EventRow.badArguments {
            var arguments = row.arguments
            arguments["site_id"] = row.needsSite ? 1 : nil
            arguments[argument] = value
            let answer = try await tenant.event(row.event, .object(arguments))
            #expect(
                answer.status == 400 && answer.json.refusedFields == [argument], "\(row.event) \(argument) \(value)")
        }
        #expect(EventRow.badArguments.count > 150)
        #expect(try await tenant.get("/api/v1/notifications/")["count"] == 0)
    }

    @Test func `an error from elsewhere is shortened, or told to be unknown`() async throws {
        let tenant = try await Tenant()
        let long = try await tenant.event(
            "ideas_failed", ["error": .string(String(repeating: "é", count: 600_000 / 2))])
        let shown = String(repeating: "é", count: 499) + "…"
        #expect(long.status == 201 && long.json["message"] == .string("Failed to generate ideas: " + shown))
        #expect(long.json["metadata"] == ["error": .string(shown)])
        let empty = try await tenant.event("ideas_failed", ["error": ""])
        #expect(empty.json["message"] == "Failed to generate ideas: Unknown error")
    }

    @Test func `an event that is none is not found, and the others are named`() async throws {
        let tenant = try await Tenant()
        for name in ["clustering", "Clustering_Complete", "notify_ideas_failed", "%20", "..", "1"] {
            let answer = try await tenant.event(name, [:])
            #expect(answer.status == 404)
        }
        let answer = try await tenant.event("nothing", [:])
        for row in EventRow.all { #expect(answer.json["detail"]?.text?.contains(row.event) == true) }
    }

    @Test func `a personal one is seen by its user alone`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get("/api/v1/notifications/")
        let other = try await tenant.token("2")
        let mine = try await tenant.event("credits_depleted", ["user_id": 1])
        #expect(mine.json["user"] == 1)
        let path = mine["location"] ?? ""
        #expect(try await tenant.send("GET", path).status == 200)
        #expect(try await tenant.send("GET", path, as: other).status == 404)
        let nobody = try await tenant.event("credits_depleted", ["user_id": 99])
        #expect(nobody.status == 400 && nobody.json.refusedFields == ["user_id"])
    }
}
