import FoundationEssentials

/// Where the server is: `https://notify.example.com`, with a path in front of `/api` where it has one.
struct ServerAddress: Hashable, CustomStringConvertible {
    static let standard = "http://127.0.0.1:8011"

    /// Without a slash at its end.
    let description: String
    let host: String
    let port: Int
    /// In front of `/api`, without a slash at its end; mostly empty.
    let path: String
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
        port = parts.port ?? (isEncrypted ? 443 : 80)
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// The host without the brackets of an IPv6 address.
    var plainHost: String {
        host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }

    /// Whether what is sent stays in this machine.
    var isLoopback: Bool {
        let name = plainHost
        if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
