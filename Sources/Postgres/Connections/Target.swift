import CLibPQ

/// Where a configuration's URL points, with our defaults.
struct Target {
    /// For one attempt over all hosts.
    let timeout: Duration
    private let keywords: [String]
    private let values: [String]

    init(_ configuration: Configuration) throws(Session.OpenFailure) {
        let given = try Target.options(configuration.url)
        // Every later host gets its own share; libpq itself gives up a silent one after `tcp_user_timeout`.
        let hosts = (given["host"] ?? given["hostaddr"] ?? "").split(separator: ",").count
        let seconds = given["connect_timeout"].flatMap(Int.init).flatMap { $0 > 0 ? Duration.seconds($0) : nil }
        let perHost = seconds ?? configuration.connectTimeout
        timeout = perHost * max(hosts, 1)
        // The last one counts, so: our defaults, then the URL, then what must be.
        let options = [
            ("application_name", configuration.applicationName),
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", String(max(perHost.milliseconds, 1))),
            ("dbname", configuration.url),
            ("client_encoding", "UTF8"),
        ]
        keywords = options.map(\.0)
        values = options.map(\.1)
    }

    /// Begins to connect; nil only when memory is out.
    func start() -> OpaquePointer? {
        withCStrings(keywords) { keywords in
            withCStrings(values) { values in
                PQconnectStartParams(keywords, values, 1)
            }
        }
    }

    /// What the URL says. An unreadable one is not quoted: anything in it may be the password.
    private static func options(_ url: String) throws(Session.OpenFailure) -> [String: String] {
        let unreadable = Session.OpenFailure(
            error: PostgresError(
                .unreachable,
                "the database URL cannot be read: expected postgres://user:password@host:port/database, special "
                    + "characters percent-encoded, or key=value pairs"),
            isPermanent: true)
        if let scheme = url.firstRange(of: "://") {
            let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
            // An unescaped @ in a password would show as part of the host in messages.
            guard authority.count(where: { $0 == "@" }) <= 1 else { throw unreadable }
        } else if !url.contains("=") {
            // libpq would take it as the bare name of a database.
            throw unreadable
        }
        guard let parsed = PQconninfoParse(url, nil) else { throw unreadable }
        defer { PQconninfoFree(parsed) }
        var options: [String: String] = [:]
        var option = parsed
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { options[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return options
    }

    /// libpq quotes an option it cannot use, and that may be a piece of a password with a `/` in it.
    static func safe(_ message: String) -> String {
        message.hasPrefix("invalid ") ? "the database URL has an invalid option" : message
    }
}

/// The strings as a C array that ends in null.
private func withCStrings<Value>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
) -> Value {
    let bytes = strings.map { Array($0.utf8CString) }
    let joined = bytes.flatMap { $0 }
    return joined.withUnsafeBufferPointer { buffer in
        var pointers: [UnsafePointer<CChar>?] = []
        var offset = 0
        for string in bytes {
            pointers.append(buffer.baseAddress.map { $0 + offset })
            offset += string.count
        }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
