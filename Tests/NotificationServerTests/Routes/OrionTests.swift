import FoundationEssentials
import Notifications
import Testing

@testable import NotificationServer

/// What the second document leaves to its dialect.
@Suite struct OrionTests {
    let base = "/api/v1/identity/notifications"

    private func uuid(_ id: Int64) -> String { Identifier<Notification>(id).uuid.uuidString.lowercased() }

    private func ids(_ page: JSONValue) -> [String] {
        page["items"]?.elements.compactMap { $0["id"]?.text } ?? []
    }

    @Test func `pages are newest first, and one beyond the end is empty`() async throws {
        let tenant = try await Tenant()
        var made: [String] = []
        for _ in 0..<5 { made.insert(uuid(try await tenant.created()), at: 0) }
        var seen: [String] = []
        for page in 1...3 {
            let answer = try await tenant.get("\(base)?page=\(page)&page_size=2")
            #expect(answer["total"] == 5 && answer["page"] == .int(Int64(page)) && answer["page_size"] == 2)
            seen += ids(answer)
        }
        #expect(seen == made)
        for page in ["4", "1000000", "4611686018427387904", "9223372036854775807"] {
            let answer = try await tenant.send("GET", "\(base)?page=\(page)&page_size=2")
            #expect(answer.status == 200)
            #expect(answer.body == #"{"items":[],"total":5,"page":\#(page),"page_size":2}"#)
        }
        let empty = try await Tenant()
        #expect(try await empty.send("GET", base).body == #"{"items":[],"total":0,"page":1,"page_size":20}"#)
        let second = try await empty.send("GET", base + "?page=2")
        #expect(second.status == 200 && second.body == #"{"items":[],"total":0,"page":2,"page_size":20}"#)
    }

    @Test func `a page has a hundred at most, and tells so`() async throws {
        let tenant = try await Tenant()
        for size in ["100", "101", "9223372036854775807"] {
            #expect(try await tenant.get("\(base)?page_size=\(size)")["page_size"] == 100)
        }
        #expect(try await tenant.get("\(base)?page_size=&page=&unread=")["page_size"] == 20)
    }

    @Test func `what is unread is listed alone when that is asked`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get(base)
        let (read, unread) = (uuid(try await tenant.created()), uuid(try await tenant.created()))
        #expect(try await tenant.send("PATCH", "\(base)/\(read)/read").status == 200)
        for query in ["unread=true", "unread=1", "unread=True"] {
            let page = try await tenant.get("\(base)?\(query)")
            #expect(ids(page) == [unread] && page["total"] == 1)
        }
        for query in ["", "?unread=false"] { #expect(ids(try await tenant.get(base + query)) == [unread, read]) }
        let beyond = try await tenant.get(base + "?unread=true&page=2")
        #expect(beyond["items"] == [] && beyond["total"] == 1)
    }

    @Test func `one is read by its UUID however that is written, and again`() async throws {
        let tenant = try await Tenant()
        _ = try await tenant.get(base)
        let id = uuid(try await tenant.created())
        let bodies: [JSONValue?] = [nil, [:]]
        for body in bodies {
            for path in [id, id.uppercased()] {
                for slash in ["", "/"] {
                    let answer = try await tenant.send("PATCH", "\(base)/\(path)/read\(slash)", body)
                    #expect(answer.status == 200 && answer.body == #"{"status":"ok"}"#)
                }
            }
        }
        let empty = try await tenant.send("PATCH", "\(base)/\(id)/read", headers: [("content-type", "text/plain")])
        #expect(empty.status == 200)
        #expect(try await tenant.get(base + "/unread-count") == ["count": 0])
        #expect(try await tenant.get("/api/v1/notifications/unread-count/") == ["unread_count": 0])
    }

    @Test func `what is not theirs is not found, nor what no UUID of ours is`() async throws {
        let tenant = try await Tenant()
        let other = try await tenant.token("2", role: .viewer)
        for token in [tenant.member, other] { _ = try await tenant.get(base, as: token) }
        let stranger = try await Tenant()
        let (own, gone) = (try await tenant.created(["user_id": 1]), try await tenant.created())
        let forEditors = try await tenant.created(["roles": ["editor"]])
        _ = try await tenant.send("DELETE", "/api/v1/notifications/\(gone)/", as: tenant.service)
        for (id, token) in [
            (uuid(own), other), (uuid(forEditors), other), (uuid(gone), tenant.member), ("\(own)", tenant.member),
            (uuid(own), stranger.member), (uuid(.max), tenant.member), (uuid(own + 1_000_000), tenant.member),
            ("0191d7b2-7a5c-7cc3-a123-0123456789ab", tenant.member),
            ("6e6f7469-6679-8000-8000-000000000000", tenant.member),
            ("6e6f7469-6679-8000-c000-000000000001", tenant.member), ("unread-count", tenant.member),
        ] {
            let answer = try await tenant.send("PATCH", "\(base)/\(id)/read", as: token)
            #expect(answer.status == 404, "\(id)")
            #expect(answer.json["detail"] == "No such notification.", "\(id)")
        }
        #expect(try await tenant.send("PATCH", "\(base)/\(uuid(own))/read").status == 200)
    }

    @Test func `a type that a host has locked is refused by the name that this dialect has for it`() throws {
        let locked = NotificationType("media.failed", .error, .editorial, isLocked: true)
        let error = try #require(throws: NotificationError.self) {
            try PreferenceChanges(["media_failed": ["push": false]], types: [("media_failed", locked)])
        }
        #expect(error.fields.map(\.field) == ["media_failed.push"])
    }

    @Test func `its preferences are the other dialect's`() async throws {
        let tenant = try await Tenant()
        let ours = "/api/v1/notifications/preferences/"
        _ = try await tenant.send("PUT", base + "/preferences", ["content_created": ["enabled": true]])
        let row = try await tenant.preference("content.created")
        #expect(row?["enabled"] == true && row?["push"] == false && row?["is_default"] == false)
        _ = try await tenant.send("PATCH", ours, ["content.created": ["push": true]])
        #expect(
            try await tenant.get(base + "/preferences")["content_created"] == ["enabled": true, "push": true])
        let back = try await tenant.send(
            "PUT", base + "/preferences", ["content_created": ["enabled": .null, "push": .null]])
        #expect(back.json["content_created"] == ["enabled": false, "push": false])
        #expect(try await tenant.preference("content.created")?["is_default"] == true)
    }
}
