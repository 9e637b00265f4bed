import FoundationEssentials
import Notifications
import Postgres
import Testing

/// What `create` accepts, and that it comes back as it was.
@Suite struct CreateTests {
    @Test func `texts of the greatest length are kept whole`() async throws {
        let action = Action(
            url: "/" + String(repeating: "é", count: 499), label: String(repeating: "e\u{301}", count: 25))
        let object = ObjectLink(
            contentType: String(repeating: "文", count: 100), objectID: String(repeating: "😀", count: 255))
        let stored = try await create {
            $0.title = String(repeating: "😀", count: 512)
            $0.message = String(repeating: "\r\n", count: 4999) + "\t\u{1}"
            $0.action = action
            $0.envelope.object = object
            $0.envelope.idempotencyKey = String(repeating: "😀", count: 255)
        }
        #expect(stored.title == String(repeating: "😀", count: 512))
        #expect(stored.message.unicodeScalars.count == 10_000)
        #expect(stored.action == action)
        #expect(stored.object == object)
    }

    @Test(arguments: ["/", "/a//b", "http://x", "HTTPS://example.com/ä?b=c#d", "/?next=//evil.example"])
    func `links to the web and paths of the host's own are kept`(url: String) async throws {
        let stored = try await create { $0.action = Action(url: url, label: nil) }
        #expect(stored.action == Action(url: url, label: nil))
    }

    @Test func `metadata survives unchanged, whole numbers whole and true not 1`() async throws {
        let metadata: [String: JSONValue] = [
            "most": .int(.max), "least": .int(.min), "true": true, "one": 1, "none": .null, "": "",
            "text": "\"\\ \u{1F600} \u{2028} \n\t\u{1} </script>", "half": .double(0.5),
            "tiny": .double(2.2250738585072014e-308),
            "huge": .double(1.7976931348623157e308),
            "nested": ["a": [1, ["b": [true, .null, ["c": []]]], "2"], "empty": [:]],
        ]
        let stored = try await create { $0.metadata = metadata }
        let decoded = try JSONDecoder().decode([String: JSONValue].self, from: Data(stored.metadata.text.utf8))
        #expect(decoded == metadata)
    }

    @Test func `metadata of the greatest size and depth is kept, beside the longest message and a key`() async throws {
        let text = String(repeating: "a", count: 65_536 - #"{"key":""}"#.count)
        let deepest: JSONValue = (1..<31).reduce([]) { value, _ in [value] }
        for value in [.string(text), deepest] as [JSONValue] {
            let stored = try await create {
                $0.message = String(repeating: "\u{1}", count: 10_000)
                $0.metadata = ["key": value]
                $0.envelope.idempotencyKey = "a"
            }
            let decoded = try JSONDecoder().decode([String: JSONValue].self, from: Data(stored.metadata.text.utf8))
            #expect(decoded == ["key": value])
        }
    }

    @Test func `a message of the system's own may be as long as any`() async throws {
        let world = try await World.shared.value
        let message = String(repeating: "\u{1}", count: 10_000)
        let receipt = try await world.service.notifySystemInfo(
            account: world.newAccount(), title: String(repeating: "\"", count: 200), message: message)
        #expect(receipt.notification?.message == message)
    }

    @Test func `an error from elsewhere is shortened and rid of NUL`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let long = try await world.service.notifyClusteringFailed(
            account: account, error: String(repeating: "😀", count: 100_000))
        #expect(long.notification?.message == "Failed to cluster keywords: " + String(repeating: "😀", count: 499) + "…")
        for (error, shown) in [
            ("a\0b", "a\u{FFFD}b"), ("", "Unknown error"), (" \n", "Unknown error"), ("one\ntwo", "one\ntwo"),
        ] {
            let receipt = try await world.service.notifyIdeasFailed(account: account, error: error)
            #expect(receipt.notification?.message == "Failed to generate ideas: " + shown)
        }
    }

    @Test func `the receipt shows what a member sees`() async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let viewer = try await world.member(1, of: account)
        try await world.directory.put(site: 7, in: account, name: "My Blog")
        let draft = NotificationDraft(
            Envelope(
                account: account, audience: .user(1), site: 7, object: ObjectLink(contentType: "content", objectID: "7")
            ),
            type: "ai_content_complete", severity: .warning, title: "Title", message: "Message",
            action: Action(url: "/x", label: "X"))
        let receipt = try await world.service.create(draft)
        let stored = try await world.inbox.notification(receipt.id, for: viewer)
        #expect(receipt.notification == stored)
        #expect(stored.severity == .warning)
    }

    private func create(_ change: (inout NotificationDraft) -> Void) async throws -> Notifications.Notification {
        let world = try await World.shared.value
        let account = world.newAccount()
        var draft = NotificationDraft(Envelope(account: account), type: "system_info", title: "News")
        change(&draft)
        let receipt = try await world.service.create(draft)
        return try await world.inbox.notification(receipt.id, for: world.member(1, of: account))
    }
}
