import FoundationEssentials
import Notifications
import Testing

/// What `create` refuses, and which field it names.
@Suite struct RefusedDraftTests {
    struct Fault: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let fields: Set<String>
        let spoil: @Sendable (inout NotificationDraft) -> Void

        init(_ field: String, _ name: String, _ spoil: @escaping @Sendable (inout NotificationDraft) -> Void) {
            (testDescription, fields, self.spoil) = ("\(field): \(name)", [field], spoil)
        }

        static func title(_ name: String, _ title: String) -> Fault { Fault("title", name) { $0.title = title } }

        static func link(_ url: String) -> Fault {
            Fault("action_url", url.debugDescription) { $0.action = Action(url: url, label: nil) }
        }

        static func metadata(_ name: String, _ value: JSONValue) -> Fault {
            Fault("metadata", name) { $0.metadata = ["key": value] }
        }
    }

    static let faults: [Fault] = [
        .title("empty", ""), .title("blank", " \u{3000}\u{00A0} "), .title("only a line break", "\r\n"),
        .title("513 letters", String(repeating: "a", count: 513)),
        .title("513 emoji", String(repeating: "😀", count: 513)),
        .title("257 letters with combining marks", String(repeating: "e\u{301}", count: 257)),
        .title("one family of 513 code points", "👩" + String(repeating: "\u{200D}👩", count: 256)),
        .title("a line break", "one\ntwo"), .title("CRLF", "one\r\ntwo"), .title("NUL", "a\0b"),
        .title("escape", "\u{1B}[31m"), .title("C1", "a\u{85}b"), .title("DEL", "a\u{7F}"),
        Fault("message", "10,001 letters") { $0.message = String(repeating: "a", count: 10_001) },
        Fault("message", "5,001 CRLF") { $0.message = String(repeating: "\r\n", count: 5001) },
        Fault("message", "NUL") { $0.message = "a\0b" },
        .link(""), .link(" /"), .link("javascript:alert(1)"), .link("JavaScript:alert(1)"), .link("//evil.example"),
        .link("/\\evil.example"), .link("\\\\evil.example"), .link("http:"), .link("http://"), .link("https:/x"),
        .link("/a\tb"), .link("\t/a"), .link("/\t/evil.example"), .link("/a\nb"), .link("ht\ntps://x"),
        .link("data:text/html,x"), .link("planner/clusters"), .link("ftp://x"), .link("/\0"),
        Fault("action_url", "501 characters") {
            $0.action = Action(url: "/" + String(repeating: "a", count: 500), label: nil)
        },
        Fault("action_label", "51 characters") {
            $0.action = Action(url: "/", label: String(repeating: "a", count: 51))
        },
        Fault("action_label", "a line break") { $0.action = Action(url: "/", label: "a\nb") },
        Fault("notification_type", "unknown") { $0.type = "ai_done" },
        Fault("notification_type", "empty") { $0.type = "" },
        Fault("notification_type", "NUL") { $0.type = "system_info\0" },
        .metadata("over the limit", .string(String(repeating: "a", count: 65_530))),
        .metadata("NUL in a text", ["deep": ["a\0b"]]), .metadata("NUL in a key", ["a\0b": 1]),
        .metadata("not a number", .double(.nan)), .metadata("infinite", [.double(-.infinity)]),
        .metadata("nested 33 levels deep", RefusedDraftTests.nested(32)),
        .metadata("nested 20,000 levels deep", RefusedDraftTests.nested(20_000)),
        Fault("idempotency_key", "256 letters") { $0.envelope.idempotencyKey = String(repeating: "a", count: 256) },
        Fault("idempotency_key", "empty") { $0.envelope.idempotencyKey = "" },
        Fault("idempotency_key", "NUL") { $0.envelope.idempotencyKey = "a\0b" },
        Fault("content_type", "101 letters") {
            $0.envelope.object = ObjectLink(contentType: String(repeating: "a", count: 101), objectID: "1")
        },
        Fault("content_type", "blank") { $0.envelope.object = ObjectLink(contentType: " ", objectID: "1") },
        Fault("object_id", "256 letters") {
            $0.envelope.object = ObjectLink(contentType: "a", objectID: String(repeating: "1", count: 256))
        },
        Fault("object_id", "empty") { $0.envelope.object = ObjectLink(contentType: "a", objectID: "") },
        Fault("user_id", "unknown") { $0.envelope.audience = .user(99) },
        Fault("user_id", "zero") { $0.envelope.audience = .user(0) },
        Fault("roles", "none") { $0.envelope.audience = .roles([]) },
        Fault("site_id", "unknown") { $0.envelope.site = 99 },
        Fault("account_id", "zero") { $0.envelope.account = 0 },
        Fault("account_id", "negative") { $0.envelope.account = -7 },
        Fault("created_at", "not a number") { $0.createdAt = Date(timeIntervalSince1970: .nan) },
        Fault("created_at", "long before the calendar") { $0.createdAt = Date(timeIntervalSince1970: -1e13) },
        Fault("created_at", "infinite") { $0.createdAt = Date(timeIntervalSince1970: .infinity) },
    ]

    @Test(arguments: faults)
    func `a draft with one fault is refused by the field's name, and nothing is written`(fault: Fault) async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        var draft = NotificationDraft(Envelope(account: account), type: "system_info", title: "News")
        fault.spoil(&draft)
        await expectRefusal(.invalid, fields: fault.fields) { try await world.service.create(draft) }
        let count = try await world.rows(in: "notifications", of: account)
        #expect(count == 0)
    }

    @Test func `all faults are named at once`() async throws {
        let world = try await World.shared.value
        let draft = NotificationDraft(
            Envelope(account: world.newAccount()), type: "", title: "", message: "\0",
            action: Action(url: "x", label: "\n"), metadata: ["x": .double(.nan)])
        let fields: Set = ["notification_type", "title", "message", "action_url", "action_label", "metadata"]
        await expectRefusal(.invalid, fields: fields) { try await world.service.create(draft) }
    }

    @Test func `typed calls refuse negative counts, percentages beyond 100 and bad titles`() async throws {
        let service = try await World.shared.value.service
        let account = try await World.shared.value.newAccount()
        await expectRefusal(.invalid, fields: ["cluster_count", "keyword_count"]) {
            try await service.notifyClusteringComplete(account: account, clusterCount: -1, keywordCount: .min)
        }
        for percentage in [-1, 101] {
            await expectRefusal(.invalid, fields: ["percentage_used"]) {
                try await service.notifyCreditsLow(
                    account: account, percentageUsed: percentage, creditsRemaining: 1)
            }
        }
        for title in ["", " ", "a\nb", String(repeating: "a", count: 201)] {
            await expectRefusal(.invalid, fields: ["title"]) {
                try await service.notifyContentReadyReview(account: account, title: title)
            }
        }
        await expectRefusal(.invalid, fields: ["message"]) {
            try await service.notifySystemInfo(
                account: account, title: "News", message: String(repeating: "a", count: 10_001))
        }
    }

    /// An array in an array in …
    private static func nested(_ depth: Int) -> JSONValue {
        (1..<depth).reduce([]) { value, _ in [value] }
    }
}
