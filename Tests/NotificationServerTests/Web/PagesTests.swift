import Notifications
import Testing

@testable import NotificationServer

/// The server's own pages.
@Suite struct PagesTests {
    static let paths = [
        "/account/notifications", "/account/notifications/", "/settings/notifications", "/settings/notifications/",
    ]

    static func policy(connecting more: String = "") -> String {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'\(more); base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    }

    private func pages(_ change: (inout Settings) -> Void = { _ in }) async throws -> [TestServer.Answer] {
        var settings = LiveServer.settings
        change(&settings)
        var answers: [TestServer.Answer] = []
        let routes = try Routes(.unreachable, catalogue: .standard, settings: settings).all
        try await withServer(routes, settings: change) { server async throws in
            for path in Self.paths { answers.append(try await server.send("GET", path)) }
        }
        return answers
    }

    @Test func `a page runs what is ours and nothing else, and is in nobody's frame`() async throws {
        for page in try await pages() {
            #expect(page.status == 200 && page["content-type"] == "text/html; charset=utf-8")
            #expect(page["content-security-policy"] == Self.policy())
            #expect(page["referrer-policy"] == "same-origin" && page["x-frame-options"] == "DENY")
            #expect(page["cross-origin-opener-policy"] == "same-origin" && page["x-content-type-options"] == "nosniff")
            let permissions = page["permissions-policy"]?.split(separator: ",") ?? []
            #expect(permissions.count == 10 && permissions.allSatisfy { $0.hasSuffix("=()") })
            #expect(page["cache-control"] == "no-cache" && page["etag"] != nil)
            #expect(page["access-control-allow-origin"] == nil && page["set-cookie"] == nil)
        }
    }

    @Test func `a page has nothing in it that its policy forbids, and asks for files by their version`() async throws {
        let version = try Assets.embedded.get().version
        for page in try await pages() {
            #expect(page.body.contains(#"src="/assets/\#(version)/notification-page.js""#))
            for forbidden in ["<style", "style=", "onclick", "onload", "javascript:", "http://", "{{"] {
                #expect(!page.body.contains(forbidden), "\(forbidden)")
            }
            // What a script element has in it would be inline.
            for script in page.body.split(separator: "<script").dropFirst() {
                #expect(script.split(separator: ">", maxSplits: 1).last?.hasPrefix("</script>") == true)
            }
            #expect(page.body.contains(#"token-url="""#))
        }
    }

    @Test func `a page may ask the address that gives tokens, too`() async throws {
        let answers = try await pages {
            $0.tokenURL = WebAddress("https://App.example.com:8443/token?a=1&b='2'")
            $0.signInURL = WebAddress("/sign-in?next=/account/notifications")
        }
        for page in answers {
            #expect(page["content-security-policy"] == Self.policy(connecting: " https://app.example.com:8443"))
            #expect(page.body.contains(#"token-url="https://App.example.com:8443/token?a=1&amp;b=&#39;2&#39;""#))
            #expect(page.body.contains(#"sign-in-url="/sign-in?next=/account/notifications""#))
        }
        for page in try await pages({ $0.tokenURL = WebAddress("/token") }) {
            #expect(page["content-security-policy"] == Self.policy())
        }
    }
}
