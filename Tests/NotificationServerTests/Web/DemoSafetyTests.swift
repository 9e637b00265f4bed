import NIOHTTP1
import Notifications
import Testing

@testable import NotificationServer

/// What the demo does not do for anybody.
@Suite(.timeLimit(.minutes(2))) struct DemoSafetyTests {
    @Test func `it answers only who calls this machine by a name of its own`() async throws {
        try await DemoServer.running { demo async throws in
            let port = demo.http.port
            for (host, isOurs) in [
                ("127.0.0.1:\(port)", true), ("127.9.9.9", true), ("localhost:\(port)", true), ("LOCALHOST", true),
                ("[::1]:\(port)", true), ("[::1]", true), ("evil.example", false), ("evil.example:\(port)", false),
                ("127.0.0.1.evil.example", false), ("localhost.evil.example:\(port)", false), ("10.0.0.1", false),
                ("0.0.0.0:\(port)", false), ("127.0.0.1:\(port)x", false), ("::1", false), ("[::2]", false),
            ] {
                for (method, path) in DemoTests.addresses {
                    let text = try await demo.http.raw { connection in
                        connection.send(
                            "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\nAccept: text/html\r\nCookie: notify_demo=1\r\n"
                                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n")
                        return try connection.answers(1)
                    }
                    let status = text.split(separator: " ").dropFirst().first ?? ""
                    let refused = path == "/planner/clusters" ? "404" : "403"
                    #expect((status != refused) == isOurs, "\(host) \(path): \(status)")
                    if !isOurs { #expect(!text.contains("token\":") && !text.lowercased().contains("set-cookie")) }
                }
            }
        }
    }

    @Test func `nothing is changed from a page of another origin`() async throws {
        try await DemoServer.running { demo async throws in
            let host = "127.0.0.1:\(demo.http.port)"
            let forms = [("sign-in", "user=1"), ("sign-out", ""), ("announce", "severity=error")]
            for (path, form) in forms {
                for origin in [
                    "http://evil.example", "null", "", "https://\(host)", "http://\(host).evil.example",
                    "http://127.0.0.1",
                ] {
                    let answer = try await demo.post(
                        "/demo/\(path)", form, cookie: "notify_demo=1", headers: [("origin", origin)])
                    #expect(answer.status == 403 && answer["set-cookie"] == nil, "\(path) \(origin)")
                }
                let own = try await demo.post(
                    "/demo/\(path)", form, cookie: "notify_demo=1", headers: [("origin", "http://\(host)")])
                #expect(own.status == 303)
            }
        }
    }

    @Test func `no form is more than it can take`() async throws {
        try await DemoServer.running { demo async throws in
            let forms = [
                ("", 400), ("user", 400), ("user=", 400), ("user=1&user=2", 400), ("user=1&x=2", 400), ("user=3", 400),
                ("user=0", 400), ("user=-1", 400), ("user=+1", 400), ("user=99999999999999999999", 400),
                ("user=1.0", 400),
                ("user=%ZZ", 400), ("user=%", 400), ("user=%00", 400), ("user=%FF", 400), ("%=1", 400), ("&&&", 400),
                ("user=\u{661}", 400), ("=1", 400), ("{\"user\": 1}", 400), ("<user>1</user>", 400),
                (String(repeating: "a&", count: 200), 400), (String(repeating: "a", count: 20_000), 413),
                ("user=1#&x=2", 400), ("user=1", 303), ("user=%31", 303), ("&user=1&", 303),
            ]
            for (form, status) in forms {
                let answer = try await demo.post("/demo/sign-in", form)
                #expect(answer.status == status, "\(form.prefix(40)): \(answer.status)")
            }
            for severity in ["", "fatal", "INFO", "info,error", "info\u{0}"] {
                let answer = try await demo.post("/demo/announce", "severity=\(severity)", cookie: "notify_demo=1")
                #expect(answer.status == 400)
            }
            let invalid = try await demo.http.send(
                "POST", "/demo/sign-in", token: nil, bytes: [0x75, 0x73, 0xFF, 0x00],
                headers: [("content-type", "application/x-www-form-urlencoded")])
            #expect(invalid.status == 400)
            for type in ["application/json", "multipart/form-data; boundary=x", "text/plain", ""] {
                let answer = try await demo.http.send(
                    "POST", "/demo/sign-in", body: "user=1", headers: [("content-type", type)])
                #expect(answer.status == 415, "\(type)")
            }
        }
    }

    @Test(arguments: [
        "", "notify_demo", "notify_demo=", "notify_demo=3", "notify_demo=x", "notify_demo=-1", "notify_demo=1 2",
        "notify_demo=\"1\"", "notify_demo=%31", "notify_demo=99999999999999999999", "notify_demox=1", "xnotify_demo=1",
        "NOTIFY_DEMO=1", ";;;=;", "=notify_demo=1", "notify_demo==1", "notify_demo=9; notify_demo=1",
    ])
    func `a cookie that says nothing good is nobody's`(cookie: String) async throws {
        try await DemoServer.running { demo async throws in
            #expect(try await demo.get("/demo/token", cookie: cookie).status == 401)
            #expect(try await demo.get("/demo/", cookie: cookie).status == 200)
            #expect(try await demo.get("/planner/clusters", cookie: cookie).status == 200)
            #expect(try await demo.post("/demo/announce", "severity=info", cookie: cookie).status == 401)
        }
    }

    @Test func `a token is in no address and in no line of the log`() async throws {
        let recorder = Recorder()
        try await DemoServer.running(logger: recorder.logger) { demo async throws in
            let signIn = try await demo.post("/demo/sign-in", "user=1")
            let token = try #require(try await demo.get("/demo/token", cookie: "notify_demo=1").json["token"]?.text)
            let pages = [
                try await demo.get("/demo/", cookie: "notify_demo=1"), try await demo.get("/account/notifications"),
                try await demo.get("/planner/clusters", cookie: "notify_demo=1"), signIn,
            ]
            for page in pages {
                #expect(!page.body.contains("eyJ"))
                #expect(!page.headers.contains { $0.value.contains("eyJ") })
            }
            _ = try await demo.http.send("GET", "/api/v1/sites/", token: token)
            #expect(!recorder.lines.isEmpty && !recorder.lines.contains { $0.contains("eyJ") })
        }
    }

    @Test func `it does not begin where others can reach it, or could give no tokens`() {
        let secret = Secret(String(repeating: "s", count: 32))
        let cases: [((inout Settings) -> Void, String)] = [
            ({ ($0.host, $0.tokenSecret) = ("0.0.0.0", secret) }, "HOST"),
            ({ ($0.host, $0.tokenSecret) = ("192.168.1.2", secret) }, "HOST"),
            ({ ($0.tokenKeys, $0.tokenAudience) = (.file(path: "keys.json"), "a") }, "JWT_SECRET"),
            ({ $0.tokenURL = WebAddress("/token") }, "TOKEN_URL"),
            ({ $0.signInURL = WebAddress("/in") }, "SIGN_IN_URL"),
        ]
        for (change, name) in cases {
            var settings = Settings()
            change(&settings)
            let error = #expect(throws: SettingsError.self) { try settings.prepareDemo() }
            #expect(error?.sentences.count == 1 && error?.description.hasPrefix(name) == true)
        }
        var settings = Settings()
        settings.tokenSecret = secret
        #expect(throws: Never.self) { try settings.prepareDemo() }
        #expect(settings.tokenURL == WebAddress("/demo/token") && settings.signInURL == WebAddress("/demo/"))
    }
}
