import Notifications
import Testing

@testable import NotificationServer

/// A product to try the bell in.
@Suite(.timeLimit(.minutes(2))) struct DemoTests {
    static let addresses = [
        ("GET", "/"), ("GET", "/demo/"), ("POST", "/demo/sign-in"), ("POST", "/demo/sign-out"), ("GET", "/demo/token"),
        ("POST", "/demo/announce"), ("GET", "/planner/clusters"),
    ]

    @Test func `there is none unless it is asked for`() async throws {
        let http = try await LiveServer.running().http
        for (method, path) in Self.addresses {
            for headers in [[], [("accept", "text/html"), ("cookie", "notify_demo=1")]] {
                let answer = try await http.send(method, path, headers: headers)
                #expect(answer.status == 404 && answer["content-type"] == "application/problem+json", "\(path)")
                #expect(answer["set-cookie"] == nil)
            }
        }
        #expect(try await http.send("GET", "/account/notifications").body.contains("demo=\"true\"") == false)
    }

    @Test func `one chooses who one is, and gets that user's token`() async throws {
        try await DemoServer.running { demo async throws in
            let start = try await demo.get("/")
            #expect(start.status == 303 && start["location"] == "/demo/")
            let page = try await demo.get("/demo/")
            #expect(page.status == 200 && page["content-security-policy"] == PagesTests.policy())
            #expect(page["cache-control"] == "no-store" && page["x-frame-options"] == "DENY")
            for text in ["Northwind &lt;Media&gt;", "Ada O&#39;Kafor", "Ben", "viewer", "Juniper", "Esra"] {
                #expect(page.body.contains(text), "\(text)")
            }
            let signIn = try await demo.post("/demo/sign-in", "user=5")
            #expect(signIn.status == 303 && signIn["location"] == "/account/notifications")
            #expect(signIn["set-cookie"] == "notify_demo=5; Path=/; HttpOnly; SameSite=Strict")
            #expect(try await demo.get("/demo/", cookie: "notify_demo=5").body != page.body)

            let answer = try await demo.get("/demo/token", cookie: "a=b; notify_demo=1", accept: "application/json")
            #expect(answer.status == 200 && answer["cache-control"] == "no-store")
            #expect(answer.json.keys == ["token", "name", "account"])
            #expect(answer.json["name"] == "Ada O'Kafor" && answer.json["account"] == "Northwind <Media>")
            let token = try #require(answer.json["token"]?.text)
            for (path, status) in [("unread-count/", 200), ("preferences/defaults/", 200)] {
                let read = try await demo.http.send("GET", "/api/v1/notifications/\(path)", token: token)
                #expect(read.status == status)
            }

            let signOut = try await demo.post("/demo/sign-out", "", cookie: "notify_demo=1")
            #expect(signOut.status == 303 && signOut["location"] == "/demo/")
            #expect(signOut["set-cookie"] == "notify_demo=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict")
            let nobody = try await demo.get("/demo/token")
            #expect(nobody.status == 401 && nobody.json["status"] == 401)
            #expect(nobody["www-authenticate"] != nil && nobody["content-type"] == "application/problem+json")
        }
    }

    @Test func `the pages ask the demo for tokens`() async throws {
        try await DemoServer.running { demo async throws in
            for path in PagesTests.paths {
                let page = try await demo.get(path)
                #expect(page.body.contains(#"token-url="/demo/token""#) && page.body.contains(#"sign-in-url="/demo/""#))
                #expect(page["content-security-policy"] == PagesTests.policy())
            }
        }
    }

    @Test(arguments: Severity.allCases)
    func `the bell can be made to ring`(severity: Severity) async throws {
        try await DemoServer.running { demo async throws in
            for (user, account) in [(1, 1), (5, 2)] {
                let cookie = "notify_demo=\(user)"
                let made = try await demo.post(
                    "/demo/announce", "severity=\(severity.rawValue)", cookie: cookie,
                    headers: [("accept", "application/json")])
                #expect(made.status == 201 && made.json["severity"]?.text == severity.rawValue)
                let token = try #require(try await demo.get("/demo/token", cookie: cookie).json["token"]?.text)
                let list = try await demo.http.send("GET", "/api/v1/notifications/", token: token)
                #expect(list.json.ids == [made.json["id"]?.int], "account \(account)")
            }
            #expect(try await demo.post("/demo/announce", "severity=info").status == 401)
        }
    }

    @Test func `who announces comes back to the page they were on, if it is one of ours`() async throws {
        try await DemoServer.running { demo async throws in
            let own = "http://127.0.0.1:\(demo.http.port)"
            for (referrer, place) in [
                (own + "/planner/clusters?x=1", "/planner/clusters?x=1"), (own + "/", "/"),
                (own + "//evil.example", nil), (own + "/\\evil.example", nil), ("http://evil.example/x", nil),
                (own + ".evil.example/x", nil), (own, nil), ("/x", nil), ("", nil), ("https://127.0.0.1/x", nil),
            ] {
                let answer = try await demo.post(
                    "/demo/announce", "severity=info", cookie: "notify_demo=2", headers: [("referer", referrer)])
                #expect(answer.status == 303 && answer["location"] == place ?? "/account/notifications", "\(referrer)")
            }
        }
    }

    @Test func `wherever a notification leads there is a page`() async throws {
        try await DemoServer.running { demo async throws in
            for path in ["/planner/clusters", "/a/b/c?x=1", "/account/billing", "/apiary", "/%3Cb%3E&amp;"] {
                let page = try await demo.get(path, accept: "text/html,application/xhtml+xml;q=0.9")
                #expect(page.status == 200 && page["content-type"] == "text/html; charset=utf-8", "\(path)")
                #expect(page["content-security-policy"] == PagesTests.policy())
                let shown = String(path.prefix { $0 != "?" }).htmlEscaped
                #expect(page.body.contains(shown), "\(path)")
                let head = try await demo.http.send("HEAD", path, headers: [("accept", "text/html")])
                #expect(head.status == 200 && head["content-length"] == "\(page.length)")
            }
            let hostile = try await demo.http.raw { connection in
                connection.send("GET /<script>\"' HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n")
                return try connection.answers(1)
            }
            #expect(hostile.contains("/&lt;script&gt;&quot;&#39;") && !hostile.contains("/<script>\""))
            for path in ["/api/v1/nothing", "/api", "/assets/x/nothing", "/ws/x", "/healthz/x", "/readyz/x", "/demo/x"]
            {
                let answer = try await demo.get(path)
                #expect(answer.status == 404 && answer["content-type"] == "application/problem+json", "\(path)")
            }
            for accept in ["*/*", "image/svg+xml", "application/json", ""] {
                #expect(try await demo.get("/planner/clusters", accept: accept).status == 404, "\(accept)")
            }
            let post = try await demo.post("/planner/clusters", "", headers: [("accept", "text/html")])
            #expect(post.status == 404)
            #expect(try await demo.get("/api/v1/notifications/").status == 401)
        }
    }
}
