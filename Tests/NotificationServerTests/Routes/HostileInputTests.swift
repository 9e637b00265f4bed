import Notifications
import Testing

@testable import NotificationServer

/// Nothing that anybody sends is our fault.
@Suite struct HostileInputTests {
    @Test func `the table is long`() {
        #expect(HostileRequest.all.count >= 200)
    }

    @Test(arguments: HostileRequest.all)
    func `a hostile request is refused with what is wrong`(request: HostileRequest) async throws {
        let tenant = try await Tenant()
        try await tenant.site(1, name: "Blog")
        let token = request.isForMember ? tenant.member : tenant.service
        let answer = try await tenant.server.http.send(
            request.method, request.path,
            token: request.headers.contains { $0.0 == "authorization" } ? nil : token,
            bytes: request.body, headers: request.headers)
        #expect(answer.status == request.status, "\(answer.body.prefix(500))")
        #expect(answer["content-type"] == "application/problem+json")
        #expect(answer.json["status"] == .int(Int64(request.status)))
        if let field = request.field {
            #expect(answer.json.refusedFields.contains(field), "\(answer.body.prefix(500))")
        }
        // However long the question, the answer is not.
        #expect(answer.body.utf8.count < 20_000)
        #expect(try await tenant.get("/api/v1/notifications/")["count"] == 0)
        let preferences = try await tenant.get("/api/v1/notifications/preferences/")["results"]?.elements ?? []
        #expect(!preferences.isEmpty && preferences.allSatisfy { $0["is_default"] == true })
    }

    @Test(arguments: [
        "'; drop table notify.notifications; --", "\" or \"\"=\"", "$1", "\\'; select pg_sleep(10); --", "%s%n%x",
        "{{7*7}}",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt; &amp;", "../../etc/passwd",
        "${jndi:ldap://x}",
        "\u{202E}right to left\u{202C}", "Z\u{334}a\u{335}l\u{336}g\u{337}o", "👩‍👩‍👧‍👦🏳️‍🌈", "\u{FEFF}mark",
        "\u{FFFF}\u{10FFFF}",
        "null", "undefined", "NaN", "true", "\"quoted\"", "back\\slash", "tilde~`", "line\u{2028}separator",
    ])
    func `text is kept and given back as it is, whatever it looks like`(text: String) async throws {
        let tenant = try await Tenant()
        let value = JSONValue.string(text)
        _ = try await tenant.get("/api/v1/notifications/")
        let account = "/api/v1/accounts/\(tenant.id)/"
        for (path, body, name) in [
            (account, ["name": value], "name"), (account + "users/1/", ["name": value, "email": value], "email"),
            (account + "sites/1/", ["name": value], "name"),
        ] as [(String, JSONValue, String)] {
            let answer = try await tenant.send("PUT", path, as: tenant.service, body)
            #expect(answer.status < 300 && answer.json[name] == value, "\(answer)")
        }
        let fields: [String: JSONValue] = [
            "title": value, "message": value, "action_url": .string("/" + text), "action_label": value,
            "content_type": value, "object_id": value, "idempotency_key": value,
            "metadata": .object([text: [value, .object([text: value])]]), "site_id": 1,
        ]
        let made = try await tenant.create(fields)
        guard !text.contains("\\") else {
            // A browser takes a backslash for a slash.
            #expect(made.status == 201 || made.json.refusedFields == ["action_url"])
            return
        }
        #expect(made.status == 201, "\(made.body)")
        let again = try await tenant.create(fields)
        #expect(again.status == 200)
        let listed = try #require(try await tenant.get("/api/v1/notifications/")["results"]?[0])
        for row in [made.json, again.json, listed] {
            for (name, value) in fields where !["idempotency_key", "site_id"].contains(name) {
                #expect(row[name] == value, "\(name)")
            }
            #expect(row["site"] == ["id": 1, "name": value])
        }
        let event = try await tenant.event(
            "content_publish_failed", ["title": value, "error": value, "site_id": 1])
        #expect(event.json["message"] == .string(#"Failed to publish "\#(text)": \#(text)"#))
        #expect(event.json["metadata"] == ["title": value, "error": value])
        let published = try await tenant.event("content_published", ["title": value, "site_id": 1])
        #expect(published.json["message"] == .string(#""\#(text)" published to \#(text)"#))
    }

    @Test func `what is just within the limits is kept`() async throws {
        let tenant = try await Tenant()
        let made = try await tenant.create([
            "title": .string(String(repeating: "😀", count: 512)),
            "message": .string(String(repeating: "\u{1}", count: 10_000)),
            "action_url": .string("/" + String(repeating: "é", count: 499)),
            "action_label": .string(String(repeating: "é", count: 50)),
            "content_type": .string(String(repeating: "é", count: 100)),
            "object_id": .string(String(repeating: "é", count: 255)),
            "metadata": ["a": .string(String(repeating: "x", count: 65_000)), "n": .int(.min), "m": .int(.max)],
        ])
        #expect(made.status == 201, "\(made.body.prefix(300))")
        #expect(try await tenant.get(made["location"] ?? "") == made.json)
        let nested = String(repeating: "[", count: 30) + String(repeating: "]", count: 30)
        let deep = try await tenant.server.http.send(
            "POST", "/api/v1/notifications/", token: tenant.service,
            body: #"{"notification_type":"system_info","title":"x","metadata":{"a":\#(nested)}}"#)
        #expect(deep.status == 201)
    }

    @Test func `numbers in metadata are as they were`() async throws {
        let tenant = try await Tenant()
        let numbers: JSONValue = [
            "a": .double(0.1), "b": .double(-1.5e-7), "c": .double(1.7976931348623157e308), "d": .double(2.5e-308),
            "e": 0,
            "f": .int(9_007_199_254_740_993), "g": .double(123_456_789.125),
        ]
        let made = try await tenant.create(["metadata": numbers])
        #expect(made.status == 201 && made.json["metadata"] == numbers, "\(made.body)")
        let shown = try await tenant.send("GET", made["location"] ?? "")
        #expect(shown.status == 200 && shown.body.contains(#""f": 9007199254740993"#), "\(shown.body.prefix(900))")
    }
}
