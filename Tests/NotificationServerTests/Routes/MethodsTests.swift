import HTTPTypes
import Notifications
import Testing

@testable import NotificationServer

/// What HTTP promises of every route.
@Suite struct MethodsTests {
    /// Every path with the methods it has, its parameters filled in.
    static let paths: [String: Set<String>] = {
        Route.all.reduce(into: [:]) { paths, route in
            var methods: Set = [route.verb, "OPTIONS"]
            if route.method == .get { methods.insert("HEAD") }
            paths[route.path.filledIn, default: []].formUnion(methods)
        }
    }()

    @Test func `every path tells what may be done with it, and refuses the rest`() async throws {
        let http = try await LiveServer.running().http
        for (path, allowed) in Self.paths {
            let bare = path.hasSuffix("/") ? String(path.dropLast()) : path
            for path in [bare, bare + "/"] {
                let options = try await http.send("OPTIONS", path)
                #expect(options.status == 204 && options.allowed == allowed, "\(path)")
                for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] where !allowed.contains(method) {
                    let refused = try await http.send(method, path)
                    #expect(refused.status == 405 && refused.allowed == allowed, "\(method) \(path)")
                }
                // A route that is there asks for a token before all else, or answers.
                for method in allowed.subtracting(["OPTIONS"]) {
                    let answer = try await http.send(method, path)
                    #expect([200, 401].contains(answer.status), "\(method) \(path)")
                }
            }
        }
    }

    @Test func `a preference is changed by one method alone, and no word is taken for an id`() {
        let (notifications, identity) = ("/api/v1/notifications/", "/api/v1/identity/notifications/")
        let methods: [String: Set<String>] = [
            notifications + "preferences/": ["GET", "HEAD", "PATCH"],
            notifications + "preferences/defaults/": ["GET", "HEAD", "PATCH"],
            identity: ["GET", "HEAD"], identity + "1/read/": ["PATCH"], identity + "read-all/": ["POST"],
            identity + "unread-count/": ["GET", "HEAD"], identity + "preferences/": ["GET", "HEAD", "PUT"],
        ]
        for (path, methods) in methods { #expect(Self.paths[path] == methods.union(["OPTIONS"]), "\(path)") }
    }

    @Test func `HEAD has the headers of GET and no body`() async throws {
        let tenant = try await Tenant()
        let id = try await tenant.created()
        for path in [
            "/api/v1/notifications/", "/api/v1/notifications", "/api/v1/notifications/unread-count/",
            "/api/v1/notifications/\(id)/", "/api/v1/notifications/\(id + 1_000_000)/",
            "/api/v1/notifications/?page=9", "/api/v1/notifications/preferences/",
            "/api/v1/notifications/preferences/defaults", "/api/v1/identity/notifications",
            "/api/v1/identity/notifications/unread-count", "/api/v1/identity/notifications/preferences/", "/healthz",
            "/readyz",
        ] {
            let (get, head) = (try await tenant.send("GET", path), try await tenant.send("HEAD", path))
            #expect(head.status == get.status && head.body.isEmpty, "\(path)")
            #expect(head["content-length"] == "\(get.body.utf8.count)", "\(path)")
            #expect(head["content-type"] == get["content-type"], "\(path)")
        }
    }

    @Test func `what is made has its place`() async throws {
        let tenant = try await Tenant()
        let made = [
            try await tenant.create(), try await tenant.event("credits_depleted", [:]),
            try await tenant.event("credits_balance", ["credits_total": 100, "credits_remaining": 0]),
        ]
        for answer in made {
            #expect(answer.status == 201)
            let place = try #require(answer["location"])
            #expect(place == "/api/v1/notifications/\(answer.json["id"]?.int ?? 0)/")
            #expect(try await tenant.get(place) == answer.json)
        }
        for (path, body) in [
            ("/api/v1/accounts/\(tenant.id)/users/77/", ["name": "Anna"] as JSONValue),
            ("/api/v1/accounts/\(tenant.id)/sites/77/", ["name": "Blog"]),
        ] {
            let answer = try await tenant.send("PUT", path, as: tenant.service, body)
            #expect(answer.status == 201 && answer.json["id"] == 77)
        }
    }

    @Test func `an address may be written whole`() async throws {
        let tenant = try await Tenant()
        for _ in 0..<2 { _ = try await tenant.created() }
        let token = tenant.member
        let text = try await tenant.server.http.raw { connection in
            connection.send(
                "GET http://example.com/api/v1/notifications/?page_size=1 HTTP/1.1\r\nHost: example.com\r\n"
                    + "Authorization: Bearer \(token)\r\n\r\n")
            return try connection.answers(1)
        }
        #expect(text.hasPrefix("HTTP/1.1 200 OK"))
        #expect(text.contains(#""next":"/api/v1/notifications/?page_size=1&page=2""#))
    }

    @Test func `a client that waits to be told to send its body is told so`() async throws {
        let tenant = try await Tenant()
        let body = #"{"notification_type":"system_info","title":"News"}"#
        let (token, head) = (
            tenant.service, "Host: x\r\nExpect: 100-continue\r\nContent-Length: \(body.utf8.count)\r\n"
        )
        let text = try await tenant.server.http.raw { connection in
            connection.send(
                "POST /api/v1/notifications/ HTTP/1.1\r\n\(head)Authorization: Bearer \(token)\r\n\r\n")
            let first = try connection.answers(1)
            connection.send(body)
            return first + (try connection.answers(1))
        }
        #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n"))
        #expect(text.contains("HTTP/1.1 201 Created\r\n"))
    }
}

extension TestServer.Answer {
    /// The methods in `Allow`.
    var allowed: Set<String> {
        Set((self["allow"] ?? "").split(separator: ",").map { String($0.filter { $0 != " " }) })
    }
}
