import Testing

/// A change to a good request, and how it is refused.
struct HandshakeRefusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let status: Int
    let words: String
    let change: @Sendable (UpgradeRequest) -> UpgradeRequest

    init(
        _ name: String, _ status: Int, _ words: String,
        _ change: @escaping @Sendable (UpgradeRequest) -> UpgradeRequest
    ) {
        testDescription = name
        self.status = status
        self.words = words
        self.change = change
    }

    static func without(_ header: String, _ status: Int, _ words: String) -> HandshakeRefusal {
        HandshakeRefusal("without \(header)", status, words) { $0.with(header, nil) }
    }

    static func with(_ header: String, _ value: String, _ status: Int, _ words: String) -> HandshakeRefusal {
        HandshakeRefusal("\(header): \(value)", status, words) { $0.with(header, value) }
    }

    static func to(_ target: String, _ status: Int, _ words: String) -> HandshakeRefusal {
        HandshakeRefusal(target, status, words) {
            var request = $0
            request.line = "GET \(target) HTTP/1.1"
            return request
        }
    }

    static let all: [HandshakeRefusal] = [
        .without("Authorization", 401, "WWW-Authenticate: Bearer\r\n"),
        .with("Authorization", "Bearer x", 401, "invalid_token"),
        .with("Authorization", "Basic eDp5", 401, "Bearer\r\n"),
        .without("Upgrade", 426, "Upgrade: websocket\r\n"), .with("Upgrade", "h2c", 426, "Upgrade: websocket\r\n"),
        .with("Upgrade", "websocket2", 426, "WebSocket"), .without("Connection", 426, "WebSocket"),
        .with("Connection", "keep-alive", 426, "WebSocket"), .with("Content-Length", "2", 426, "no body"),
        .with("Transfer-Encoding", "chunked", 426, "no body"),
        .without("Sec-WebSocket-Version", 426, "Sec-WebSocket-Version: 13\r\n"),
        .with("Sec-WebSocket-Version", "8", 426, "Sec-WebSocket-Version: 13\r\n"),
        .with("Sec-WebSocket-Version", "13, 8", 426, "13"), .without("Sec-WebSocket-Key", 400, "base64"),
        .with("Sec-WebSocket-Key", "", 400, "base64"), .with("Sec-WebSocket-Key", "c2hvcnQ=", 400, "base64"),
        .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ", 400, "base64"),
        .with("Sec-WebSocket-Key", "!GhlIHNhbXBsZSBub25jZQ==", 400, "base64"),
        HandshakeRefusal("two keys", 400, "base64") { $0.and("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==") },
        .with("Origin", "https://evil.example.com", 403, "CORS_ORIGINS"), .with("Origin", "null", 403, "CORS_ORIGINS"),
        .with("Origin", "https://inbox.example.com:8443", 403, "CORS_ORIGINS"),
        .with("Origin", "https://app.example.com.evil.com", 403, "CORS_ORIGINS"),
        .with("Origin", "", 403, "CORS_ORIGINS"),
        HandshakeRefusal("two origins", 403, "CORS_ORIGINS") {
            $0.and("Origin", "https://app.example.com").and("Origin", "https://evil.example.com")
        },
        .with("Sec-WebSocket-Protocol", "chat", 400, "notify.v1, orion.v1"),
        .with("Sec-WebSocket-Protocol", "NOTIFY.V1, notify.v2", 400, "notify.v1, orion.v1"),
        .to("/ws?after=-1", 400, "after"), .to("/ws?after=x", 400, "after"), .to("/ws?after=1&after=2", 400, "after"),
        .to("/ws?after=9223372036854775808", 400, "after"), .to("/ws?after=%00", 400, "after"),
        .to("/ws?after=0191d7b2-7a5c-7cc3-a123-0123456789ab", 400, "after"),
        .to("/ws?token=x", 400, "valid ones are after"),
        .to("/ws?account_id=2", 400, "valid ones are after"), .to("/wss", 404, "nothing"),
    ]
}
