import FoundationEssentials
import NIOHTTP1
import Notifications
import Testing

@testable import NotificationServer

/// Who has an answer already is told so, and nobody else is.
@Suite struct ConditionalTests {
    static let list = "/api/v1/notifications/"
    static let paths = [
        list, list + "?page_size=5&is_read=false", list + "?cursor=", list + "unread-count/", list + "preferences/",
        list + "preferences/defaults/", "/api/v1/identity/notifications/", "/api/v1/identity/notifications?page=7",
        "/api/v1/identity/notifications/unread-count/", "/api/v1/identity/notifications/preferences",
    ]

    @Test func `who has the answer already is told so, without a body`() async throws {
        let tenant = try await Tenant()
        let id = try await tenant.created()
        for path in Self.paths + ["\(Self.list)\(id)/"] {
            let first = try await tenant.send("GET", path)
            let tag = try #require(first["etag"])
            #expect(tag.hasPrefix("W/\"") && tag.count == 20, "\(path)")
            for known in [tag, String(tag.dropFirst(2)), "\"x\", \(tag)"] {
                for method in ["GET", "HEAD"] {
                    let again = try await tenant.send(method, path, headers: [("if-none-match", known)])
                    #expect(again.status == 304 && again.body.isEmpty, "\(method) \(path) \(known)")
                    #expect(again["content-length"] == nil && again["content-type"] == nil)
                    for answer in [first, again] {
                        #expect(answer["etag"] == tag)
                        #expect(answer["cache-control"] == "private, no-cache")
                        #expect(answer.headers["vary"] == ["Authorization"])
                    }
                }
            }
            for known in ["\"x\"", "x", "\(tag)x", "", "*, \(tag)"] {
                let full = try await tenant.send("GET", path, headers: [("if-none-match", known)])
                #expect(full.status == 200 && full.body == first.body && full["etag"] == tag, "\(path) \(known)")
            }
        }
    }

    @Test func `a star is answered by whether there is anything`() async throws {
        let tenant = try await Tenant()
        let id = try await tenant.created()
        let star = [("if-none-match", "*")]
        for (path, status) in [
            (Self.list, 304), ("\(Self.list)\(id)/", 304), ("\(Self.list)\(id + 999_999)/", 404),
            (Self.list + "?page=9", 404), (Self.list + "?severity=bad", 400), (Self.list + "preferences/", 304),
        ] {
            #expect(try await tenant.send("GET", path, headers: star).status == status, "\(path)")
        }
    }

    @Test func `a tag is good for one viewer at one address`() async throws {
        let (tenant, other) = (try await Tenant(), try await Tenant())
        let colleague = try await tenant.token("2")
        var tags: Set<String> = []
        for path in Self.paths {
            for (place, token) in [(tenant, tenant.member), (tenant, colleague), (other, other.member)] {
                let tag = try #require(try await place.send("GET", path, as: token)["etag"])
                #expect(tags.insert(tag).inserted, "\(path)")
            }
        }
        let all = tags.sorted()
        for (place, token) in [(tenant, colleague), (other, other.member)] {
            let own = try #require(try await place.send("GET", Self.list, as: token)["etag"])
            let others = all.filter { $0 != own }.joined(separator: ", ")
            let answer = try await place.send("GET", Self.list, as: token, headers: [("if-none-match", others)])
            #expect(answer.status == 200)
        }
    }

    @Test func `a tag does not open what a token does not`() async throws {
        let tenant = try await Tenant()
        let user = "/api/v1/accounts/\(tenant.id)/users/1/"
        let tag = try #require(try await tenant.send("GET", Self.list)["etag"])
        let known = [("if-none-match", tag)]
        let expired = try await LiveServer.mint.token(
            for: .init("1", account: Identifier(tenant.id), role: .editor), now: Date(timeIntervalSinceNow: -7200))
        #expect(try await tenant.send("GET", Self.list, as: expired, headers: known).status == 401)
        #expect(try await tenant.server.http.send("GET", Self.list, headers: known).status == 401)
        _ = try await tenant.send("PUT", user, as: tenant.service, ["is_active": false])
        for known in [tag, "*"] {
            #expect(try await tenant.send("GET", Self.list, headers: [("if-none-match", known)]).status == 403)
        }
        _ = try await tenant.send("PUT", user, as: tenant.service, ["is_active": true])
        #expect(try await tenant.send("GET", Self.list, headers: known).status == 200)
        #expect(try await tenant.send("DELETE", user, as: tenant.service).status == 204)
        for known in [tag, "*"] {
            #expect(try await tenant.send("GET", Self.list, headers: [("if-none-match", known)]).status == 401)
        }
    }

    @Test func `who was deleted and comes back has another tag, though nothing has happened`() async throws {
        let tenant = try await Tenant()
        let tag = try #require(try await tenant.send("GET", Self.list)["etag"])
        #expect(
            try await tenant.send("DELETE", "/api/v1/accounts/\(tenant.id)/users/1/", as: tenant.service).status == 204)
        let later = try await LiveServer.mint.token(
            for: .init("1", account: Identifier(tenant.id), role: .editor), now: Date(timeIntervalSinceNow: 2))
        let answer = try await tenant.send("GET", Self.list, as: later, headers: [("if-none-match", tag)])
        #expect(answer.status == 200 && answer["etag"] != tag)
    }

    @Test func `another catalogue or release has other tags`() throws {
        let standard = Routes.edition(.standard)
        let same = Routes.edition(try Catalogue(adding: []))
        #expect(standard == same)
        for own in [
            NotificationType("invoice", .info, .system), NotificationType("invoice", .error, .system),
            NotificationType("invoice", .info, .credits), NotificationType("invoice", .info, .system, label: "Bill"),
            NotificationType("invoice", .info, .system, isEnabled: false),
        ] {
            let other = Routes.edition(try Catalogue(adding: [own]))
            #expect(other != standard)
        }
    }

    @Test(arguments: AnswerChange.all)
    func `whatever changes an answer changes its tag`(change: AnswerChange) async throws {
        let tenant = try await Tenant()
        let owner = try await tenant.token("2", role: .owner)
        for token in [tenant.member, owner] { _ = try await tenant.get(Self.list, as: token) }
        try await tenant.site(3, name: "Blog")
        let setting = AnswerChange.Setting(
            tenant: tenant, owner: owner,
            wide: try await tenant.created(["site_id": 3]), own: try await tenant.created(["user_id": 1]))
        try await change.prepare(setting)
        var tags: [String: String] = [:]
        for path in Self.paths {
            tags[path] = try await tenant.send("GET", path)["etag"]
        }
        for path in Self.paths {
            let poll = [("if-none-match", try #require(tags[path]))]
            #expect(try await tenant.send("GET", path, headers: poll).status == 304, "\(path)")
        }
        try await change.make(setting)
        for path in Self.paths {
            let poll = [("if-none-match", try #require(tags[path]))]
            let answer = try await tenant.send("GET", path, headers: poll)
            #expect(answer.status == 200 && answer["etag"] != tags[path], "\(path)")
        }
    }
}
