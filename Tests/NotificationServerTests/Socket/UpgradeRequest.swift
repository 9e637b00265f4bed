/// A wish to open a socket, as text; good unless it is changed.
struct UpgradeRequest: Sendable {
    var line: String
    private var headers: [(name: String, value: String)]

    init(_ target: String = "/ws", token: String? = nil) {
        line = "GET \(target) HTTP/1.1"
        headers = [
            ("Host", "inbox.example.com"), ("Connection", "Upgrade"), ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ]
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
    }

    /// With another header, or without it.
    func with(_ name: String, _ value: String?) -> UpgradeRequest {
        var changed = self
        changed.headers.removeAll { $0.name == name }
        if let value { changed.headers.append((name, value)) }
        return changed
    }

    /// With a line more.
    func and(_ name: String, _ value: String) -> UpgradeRequest {
        var changed = self
        changed.headers.append((name, value))
        return changed
    }

    var text: String {
        ([line] + headers.map { "\($0.name): \($0.value)" }).map { $0 + "\r\n" }.joined() + "\r\n"
    }
}
