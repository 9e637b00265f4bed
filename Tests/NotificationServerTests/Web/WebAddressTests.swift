import Testing

@testable import NotificationServer

@Suite struct WebAddressTests {
    @Test(arguments: [
        ("https://app.example.com/token", "https://app.example.com"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("HTTPS://App.Example.com:443/x?y=1#z", "https://app.example.com"), ("http://a:80/", "http://a"),
        ("https://a:80", "https://a:80"), ("http://[::1]:8011/demo", "http://[::1]:8011"),
        ("https://[::1]", "https://[::1]"),
        ("https://a_b-c.example/;'", "https://a_b-c.example"),
    ])
    func `an address has an origin`(text: String, origin: String) {
        #expect(WebAddress(text)?.origin == origin)
        #expect(WebAddress(text)?.description == text)
    }

    @Test(arguments: ["/", "/token", "/session/token?for=inbox", "/a#b", "/a//b", "/%2F"])
    func `a path has none`(text: String) {
        let address = WebAddress(text)
        #expect(address?.description == text && address?.origin == nil)
    }

    @Test(arguments: [
        "", " ", "token", "//evil.example", "/\\evil.example", "\\\\evil", "javascript:alert(1)", "data:text/html,x",
        "ftp://a/b", "https://", "https:///x", "https:/a", "http//a", "https://user@a/", "https://a:x", "https://a:",
        "https://a:65536", "https://a:-1", "https://a b", "/a b", "/a\tb", "/a\nb", "/ä", "https://ä.example",
        "https://a;script-src *", "https://a;x", "https://a'x", "https://a,b", "https://[x]", "https://[::1",
        "https://::1",
        "/<script>", "/\"", "/\u{0}", "/" + String(repeating: "a", count: 2_000),
    ])
    func `nothing else is one`(text: String) {
        #expect(WebAddress(text) == nil)
    }
}
