import Notifications

/// Where a browser is sent: an `http` or `https` address, or a path of the server that the page is from, which begins with
/// one `/`. Nothing else can be held in it.
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
    public let description: String
    /// Scheme, host and port, as a browser sends them. nil for a path.
    public let origin: String?

    /// - Returns: nil for anything else; for a user in the address, for what is not in ASCII or must be escaped; and for
    ///   more than 2,000 characters.
    public init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !#"\"<>^`{|}"#.utf8.contains($0) }
        guard isPlain, text.utf8.count <= 2_000 else { return nil }
        description = text
        if text.hasPrefix("/") {
            guard !text.hasPrefix("//") else { return nil }
            origin = nil
        } else {
            guard let origin = Self.origin(of: text) else { return nil }
            self.origin = origin
        }
    }

    private static func origin(of text: String) -> String? {
        guard let separator = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard let usual = ["http": "80", "https": "443"][scheme] else { return nil }
        let authority = text[separator.upperBound...].prefix { !"/?#".contains($0) }.lowercased()
        var host = authority[...]
        var port = ""
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            host = authority[..<colon]
            port = String(authority[colon...].dropFirst())
            guard let number = Int64(digits: port), (0...65_535).contains(number) else { return nil }
        }
        guard Self.isHost(host) else { return nil }
        return "\(scheme)://\(host)" + (port.isEmpty || port == usual ? "" : ":\(port)")
    }

    private static func isHost(_ host: Substring) -> Bool {
        if host.hasPrefix("["), host.hasSuffix("]") {
            let inside = host.dropFirst().dropLast()
            return inside.contains(":") && inside.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        return !host.isEmpty
            && host.utf8.allSatisfy { $0.isASCIIDigit || (0x61...0x7A).contains($0) || "-._".utf8.contains($0) }
    }
}
