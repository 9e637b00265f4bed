import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

/// The second source document's "Endpoints", example by example: whole bodies, with their members in its order.
@Suite struct OrionDocumentTests {
    let base = "/api/v1/identity/notifications"

    @Test func `the list is the document's example`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get(base)
        for _ in 0..<41 { _ = try await tenant.created(["user_id": 1]) }
        let made = try await tenant.event(
            "trend.detected",
            [
                "topic": "AI Coding",
                "metadata": ["trend_id": "0191d7b2-7a5c-7cc3-a123-0123456789ab", "source": "google_trends"],
            ])
        let id = try #require(made.json["id"]?.int)
        let createdAt = try #require(made.json["created_at"]?.text)
        // PostgreSQL keeps an object's members in an order of its own.
        let metadata = #"{"source": "google_trends", "trend_id": "0191d7b2-7a5c-7cc3-a123-0123456789ab"}"#
        let item = """
            {"id":"\(uuid(id))","type":"trend.detected","title":"New trend detected: AI Coding","body":null,\
            "metadata":\(metadata),"is_read":false,"read_at":null,"created_at":"\(createdAt)"}
            """
        for query in ["?page_size=1", "?page_size=1&page=1&unread=false", "/?unread=true&page_size=1"] {
            let answer = try await tenant.send("GET", base + query)
            #expect(answer.body == #"{"items":[\#(item)],"total":42,"page":1,"page_size":1}"#)
        }
        let plain = try await tenant.send("GET", base)
        #expect(plain.status == 200 && plain["content-type"] == "application/json")
        #expect(plain.body.hasPrefix(#"{"items":[\#(item),{"id":""#))
        #expect(plain.body.hasSuffix(#"],"total":42,"page":1,"page_size":20}"#))
        #expect(plain.json["items"]?.elements.count == 20)
    }

    @Test func `a message is the body`() async throws {
        let tenant = try await Tenant()
        let made = try await tenant.create(["message": "Two\nlines", "user_id": .null])
        let item = try await tenant.get(base)["items"]?[0]
        #expect(item?["body"] == "Two\nlines" && item?["id"]?.text == uuid(made.json["id"]?.int ?? 0))
        #expect(item?.keys == ["id", "type", "title", "body", "metadata", "is_read", "read_at", "created_at"])
    }

    @Test func `reading, reading all and counting are the document's examples`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get(base)
        var ids: [Int64] = []
        for _ in 0..<12 { ids.append(try await tenant.created()) }
        #expect(try await tenant.send("GET", base + "/unread-count").body == #"{"count":12}"#)
        for id in ids.prefix(7) {
            let read = try await tenant.send("PATCH", "\(base)/\(uuid(id))/read")
            #expect(read.status == 200 && read.body == #"{"status":"ok"}"#)
        }
        let all = try await tenant.send("POST", base + "/read-all")
        #expect(all.status == 200 && all.body == #"{"status":"ok","marked":5}"#)
        #expect(try await tenant.send("POST", base + "/read-all/", [:]).body == #"{"status":"ok","marked":0}"#)
        #expect(try await tenant.send("GET", base + "/unread-count/").body == #"{"count":0}"#)
        let item = try await tenant.get(base)["items"]?[0]
        #expect(item?["is_read"] == true && item?["read_at"]?.text.flatMap { Timestamp(iso8601: $0) } != nil)
    }

    @Test func `preferences are the document's example`() async throws {
        let tenant = try await Tenant()
        let defaults = """
            {"trend_detected":{"enabled":true,"push":true},"content_published":{"enabled":true,"push":true},\
            "content_rejected":{"enabled":true,"push":true},"media_failed":{"enabled":true,"push":true},\
            "pipeline_stage_changed":{"enabled":false,"push":false},"content_created":{"enabled":false,"push":false}}
            """
        #expect(try await tenant.send("GET", base + "/preferences").body == defaults)
        let changed = defaults.replacing(
            #""trend_detected":{"enabled":true,"push":true}"#, with: #""trend_detected":{"enabled":true,"push":false}"#
        ).replacing(
            #""pipeline_stage_changed":{"enabled":false,"push":false}"#,
            with: #""pipeline_stage_changed":{"enabled":true,"push":true}"#)
        let put = try await tenant.send(
            "PUT", base + "/preferences",
            [
                "trend_detected": ["enabled": true, "push": false],
                "pipeline_stage_changed": ["enabled": true, "push": true],
            ])
        #expect(put.status == 200 && put.body == changed)
        #expect(try await tenant.send("GET", base + "/preferences/").body == changed)
        #expect(try await tenant.send("PUT", base + "/preferences/", [:]).body == changed)
        #expect(try await tenant.send("PUT", base + "/preferences").body == changed)
    }

    private func uuid(_ id: Int64) -> String { Identifier<Notification>(id).uuid.uuidString.lowercased() }
}
