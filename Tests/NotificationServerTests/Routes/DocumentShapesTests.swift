import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

/// The IGNY8 document's "API Endpoints", example by example.
@Suite struct DocumentShapesTests {
    @Test func `the list is the document's example`() async throws {
        let tenant = try await Tenant()
        try await tenant.site(1, name: "My Blog")
        let made = try await tenant.event(
            "clustering_complete", ["cluster_count": 5, "keyword_count": 50, "site_id": 1])
        let list = try await tenant.get("/api/v1/notifications/")
        #expect(list.keys == ["count", "next", "previous", "results"])
        #expect(list["count"] == 1 && list["next"] == .null && list["previous"] == .null)
        let row = try #require(list["results"]?[0])
        let example: [String: JSONValue] = [
            "id": try #require(made.json["id"]), "notification_type": "ai_cluster_complete", "severity": "success",
            "title": "Clustering Complete", "message": "Created 5 clusters from 50 keywords", "is_read": false,
            "read_at": .null, "action_label": "View Clusters", "action_url": "/planner/clusters",
            "site": ["id": 1, "name": "My Blog"], "metadata": ["cluster_count": 5, "keyword_count": 50],
        ]
        for (key, value) in example { #expect(row[key] == value, "\(key)") }
        let additions: Set = ["user", "roles", "content_type", "object_id", "category", "updated_at"]
        #expect(row.keys == Set(example.keys).union(additions).union(["created_at"]))
        let createdAt = try #require(row["created_at"]?.text)
        #expect(createdAt.hasSuffix("Z") && Timestamp(iso8601: createdAt) != nil)
        for key in ["user", "roles", "content_type", "object_id"] { #expect(row[key] == .null, "\(key)") }
        #expect(made.json == row)
        #expect(try await tenant.get("/api/v1/notifications/\(row["id"]?.int ?? 0)/") == row)
    }

    @Test func `the list's members stand in the document's order, and then those it lacks`() async throws {
        let tenant = try await Tenant()
        try await tenant.site(1, name: "My Blog")
        let made = try await tenant.event(
            "clustering_complete", ["cluster_count": 5, "keyword_count": 50, "site_id": 1])
        let (id, at) = (try #require(made.json["id"]?.int), try #require(made.json["created_at"]?.text))
        let object = """
            {"id":\(id),"notification_type":"ai_cluster_complete","severity":"success","title":"Clustering Complete",\
            "message":"Created 5 clusters from 50 keywords","is_read":false,"created_at":"\(at)","read_at":null,\
            "action_label":"View Clusters","action_url":"/planner/clusters","site":{"id":1,"name":"My Blog"},\
            "metadata":{"cluster_count": 5, "keyword_count": 50},"user":null,"roles":null,"content_type":null,\
            "object_id":null,"category":"ai_operations","updated_at":"\(at)"}
            """
        #expect(try await tenant.send("GET", "/api/v1/notifications/\(id)/").body == object)
        let list = try await tenant.send("GET", "/api/v1/notifications/")
        #expect(list.body == #"{"count":1,"next":null,"previous":null,"results":[\#(object)]}"#)
        let count = try await tenant.send("GET", "/api/v1/notifications/unread-count/")
        #expect(count.body == #"{"unread_count":1}"#)
        let read = try await tenant.send("POST", "/api/v1/notifications/\(id)/read/")
        let readAt = try #require(read.json["read_at"]?.text)
        #expect(read.body == #"{"id":\#(id),"is_read":true,"read_at":"\#(readAt)"}"#)
        let all = try await tenant.send("POST", "/api/v1/notifications/read-all/")
        #expect(all.body == #"{"updated_count":0,"message":"Marked 0 notifications as read"}"#)
    }

    @Test func `an empty list is a page`() async throws {
        let tenant = try await Tenant()
        let empty: JSONValue = ["count": 0, "next": .null, "previous": .null, "results": []]
        #expect(try await tenant.get("/api/v1/notifications/") == empty)
        #expect(try await tenant.get("/api/v1/notifications/?page=1&is_read=true") == empty)
        #expect(try await tenant.get("/api/v1/notifications/?cursor=") == empty)
        #expect(try await tenant.get("/api/v1/notifications/unread-count/") == ["unread_count": 0])
    }

    @Test func `links between pages are relative, and lead through all of them`() async throws {
        let tenant = try await Tenant()
        var made: [Int64] = []
        for _ in 0..<5 { made.append(try await tenant.created()) }
        let first = try await tenant.get("/api/v1/notifications/?page_size=2")
        #expect(first["next"] == "/api/v1/notifications/?page_size=2&page=2" && first["previous"] == .null)
        let second = try await tenant.get(try #require(first["next"]?.text))
        #expect(second["next"] == "/api/v1/notifications/?page_size=2&page=3")
        #expect(second["previous"] == "/api/v1/notifications/?page_size=2")
        let third = try await tenant.get(try #require(second["next"]?.text))
        #expect(third["next"] == .null && third["previous"] == "/api/v1/notifications/?page_size=2&page=2")
        #expect(first.ids + second.ids + third.ids == made.reversed())
        #expect([first, second, third].allSatisfy { $0["count"] == 5 })
        let twenty = try await tenant.get("/api/v1/notifications")
        #expect(twenty["next"] == .null && twenty.ids.count == 5)
    }

    @Test func `twenty make a page unless it is said otherwise`() async throws {
        let tenant = try await Tenant()
        for _ in 0..<21 { _ = try await tenant.created() }
        let first = try await tenant.get("/api/v1/notifications/")
        #expect(first.ids.count == 20 && first["next"] == "/api/v1/notifications/?page=2")
        let last = try await tenant.get("/api/v1/notifications/?page=2")
        #expect(last.ids.count == 1 && last["previous"] == "/api/v1/notifications/")
    }

    @Test func `reading is the document's example`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get("/api/v1/notifications/")
        let ids = [try await tenant.created(), try await tenant.created(), try await tenant.created()]
        #expect(try await tenant.get("/api/v1/notifications/unread-count/") == ["unread_count": 3])
        let read = try await tenant.send("POST", "/api/v1/notifications/\(ids[0])/read/")
        #expect(read.status == 200 && read.json.keys == ["id", "is_read", "read_at"])
        #expect(read.json["id"] == .int(ids[0]) && read.json["is_read"] == true)
        let readAt = try #require(read.json["read_at"]?.text)
        #expect(Timestamp(iso8601: readAt) != nil)
        let again = try await tenant.send("POST", "/api/v1/notifications/\(ids[0])/read", [:])
        #expect(again.json == read.json)
        let shown = try await tenant.get("/api/v1/notifications/\(ids[0])/")
        #expect(shown["is_read"] == true && shown["read_at"] == read.json["read_at"])
        let unread = try await tenant.send("POST", "/api/v1/notifications/\(ids[0])/unread/")
        #expect(unread.json == ["id": .int(ids[0]), "is_read": false, "read_at": .null])
        _ = try await tenant.send("POST", "/api/v1/notifications/\(ids[0])/read/")
        #expect(try await tenant.get("/api/v1/notifications/unread-count") == ["unread_count": 2])
    }

    @Test func `reading everything tells how many it were`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get("/api/v1/notifications/")
        var ids: [Int64] = []
        for _ in 0..<8 { ids.append(try await tenant.created()) }
        let one = try await tenant.send("POST", "/api/v1/notifications/read-all/", ["through": .int(ids[0])])
        #expect(one.json == ["updated_count": 1, "message": "Marked 1 notification as read"])
        let all = try await tenant.send("POST", "/api/v1/notifications/read-all/")
        #expect(all.status == 200)
        #expect(all.json == ["updated_count": 7, "message": "Marked 7 notifications as read"])
        let none = try await tenant.send("POST", "/api/v1/notifications/read-all")
        #expect(none.json == ["updated_count": 0, "message": "Marked 0 notifications as read"])
        #expect(try await tenant.get("/api/v1/notifications/unread-count/") == ["unread_count": 0])
    }

    @Test func `everything about one object is read at once`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get("/api/v1/notifications/")
        let (about, other) = (
            try await tenant.created(["content_type": "content", "object_id": 7]), try await tenant.created()
        )
        let answer = try await tenant.send(
            "POST", "/api/v1/notifications/read-all/", ["content_type": "content", "object_id": "7"])
        #expect(answer.json["updated_count"] == 1)
        #expect(try await tenant.get("/api/v1/notifications/?is_read=true").ids == [about])
        #expect(try await tenant.get("/api/v1/notifications/?is_read=false").ids == [other])
    }

    @Test(arguments: ["", "/"])
    func `what is deleted is gone`(slash: String) async throws {
        let tenant = try await Tenant()
        let path = "/api/v1/notifications/\(try await tenant.created())"
        let deleted = try await tenant.send("DELETE", path + slash)
        #expect(deleted.status == 204 && deleted.body.isEmpty && deleted["content-type"] == nil)
        for (method, rest) in [("GET", "/"), ("DELETE", "/"), ("POST", "/read/"), ("POST", "/unread/")] {
            let answer = try await tenant.send(method, path + rest)
            #expect(answer.status == 404 && answer.json["detail"] == "No such notification.")
        }
        #expect(try await tenant.get("/api/v1/notifications/")["count"] == 0)
    }
}
