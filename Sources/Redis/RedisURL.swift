import NIOCore

/// The parts of `redis://[user[:password]@]host[:port][/database]`.
struct RedisURL {
    let isEncrypted: Bool
    let username: String?
    let password: String?
    let host: String
    let port: Int
    let database: Int

    /// Fails with `.invalidURL` and a message that quotes nothing of the URL.
    init(_ url: String) throws(RedisError) {
        guard let separator = url.firstRange(of: "://") else { throw RedisURL.invalid("no redis:// in front") }
        switch url[..<separator.lowerBound].lowercased() {
        case "redis": isEncrypted = false
        case "rediss": isEncrypted = true
        default: throw RedisURL.invalid("its scheme is neither redis nor rediss")
        }
        let rest = url[separator.upperBound...]
        guard !rest.contains(where: { "?# ".contains($0) || $0.isNewline }) else {
            throw RedisURL.invalid("it has a query, a fragment or a space; percent-encode these in a password")
        }
        let path = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = rest[..<path]
        let place = authority.lastIndex(of: "@").map(authority.index(after:)) ?? authority.startIndex

        (username, password) = try RedisURL.credentials(authority[..<place].dropLast())
        (host, port) = try RedisURL.address(authority[place...])
        database = try RedisURL.database(rest[path...].dropFirst())
    }

    private static func credentials(_ text: Substring) throws(RedisError) -> (username: String?, password: String?) {
        let words = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let username = percentDecoded(words.first ?? ""),
            let password = percentDecoded(words.count > 1 ? words[1] : "")
        else { throw invalid("its user or password is not percent-encoded UTF-8") }
        if username.isEmpty { return (nil, password.isEmpty ? nil : password) }
        // A user without a password is one that Redis lets in with any, `nopass`.
        return (username, password)
    }

    private static func address(_ text: Substring) throws(RedisError) -> (host: String, port: Int) {
        let host: Substring
        let rest: Substring
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw invalid("a bracket is open") }
            host = text[..<end].dropFirst()
            rest = text[end...].dropFirst()
            guard host.contains(":"), (try? SocketAddress(ipAddress: String(host), port: 0)) != nil else {
                throw invalid("what is in brackets is no IPv6 address")
            }
        } else {
            host = text.prefix { $0 != ":" }
            rest = text[host.endIndex...]
            guard (1...253).contains(host.utf8.count), host.utf8.allSatisfy(isOfHostname) else {
                throw invalid("its host is missing or no hostname")
            }
        }
        if rest.isEmpty { return (String(host), 6379) }
        guard rest.first == ":", let port = number(rest.dropFirst()), (1...65_535).contains(port) else {
            throw invalid("its port is no number from 1 to 65535")
        }
        return (String(host), port)
    }

    private static func database(_ text: Substring) throws(RedisError) -> Int {
        if text.isEmpty { return 0 }
        guard let database = number(text), database <= Int(Int32.max) else {
            throw invalid("its path is no database number")
        }
        return database
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }

    /// Nil when a `%` is not followed by two hexadecimal digits, or the bytes are not UTF-8.
    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexadecimal), let low = rest.popFirst().flatMap(hexadecimal)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
    }

    private static func isOfHostname(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func invalid(_ reason: String) -> RedisError {
        RedisError(.invalidURL, "not a Redis URL: \(reason)")
    }
}
