import FoundationEssentials

/// Where the server is: `https://notify.example.com`, with a path in front of `/api` where it has one.
struct ServerAddress: Hashable, CustomStringConvertible {
    static let standard = "http://127.0.0.1:8011"

    /// Without a slash at its end.
    let description: String
    let host: String
    let isEncrypted: Bool

    init(_ text: String) throws(ClientError) {
        let wrong = ClientError(
            .usage, "The server's address must be like https://notify.example.com, not \(String(safe: text)).")
        guard !text.isEmpty, text.unicodeScalars.allSatisfy({ ("!"..."~").contains($0) }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty,
            parts.port.map({ (1...65535).contains($0) }) ?? true,
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
        else { throw wrong }
        var text = text
        while text.hasSuffix("/") { text.removeLast() }
        description = text
        self.host = host.lowercased()
        isEncrypted = scheme == "https"
    }

    /// Whether what is sent stays in this machine.
    var isLoopback: Bool {
        let name = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
