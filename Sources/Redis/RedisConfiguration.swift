/// How to reach Redis, and what to expect of it.
public struct RedisConfiguration: Sendable {
    let host: String
    let port: Int
    let username: String?
    let password: String?
    let database: Int
    let isEncrypted: Bool

    /// In PEM: who may have signed the server's certificate, in place of the system's authorities.
    let certificateAuthorityFile: String?

    /// For the name, the port, TLS, the password and the database together.
    public var connectTimeout: Duration = .seconds(5)

    /// For a command that brings no timeout of its own.
    public var commandTimeout: Duration = .seconds(10)

    /// Longer strings are skipped and come as `.oversized`.
    public var maximumBulkBytes = 131_072

    /// How long a subscriber hears nothing before it asks whether the peer is still there, and then waits for an answer.
    public var pingInterval: Duration = .seconds(15)
    public var pongTimeout: Duration = .seconds(10)

    /// - Parameters:
    ///   - url: `redis://[user[:password]@]host[:port][/database]`, percent-encoded where needed; `rediss://` with TLS,
    ///     where certificate and hostname are verified. `redis://:password@host` is a password alone.
    ///   - certificateAuthorityFile: the authority to trust, in PEM, in place of the system's.
    /// - Throws: `.invalidURL`; the message does not hold the URL.
    public init(url: String, certificateAuthorityFile: String? = nil) throws(RedisError) {
        let parts = try RedisURL(url)
        host = parts.host
        port = parts.port
        username = parts.username
        password = parts.password
        database = parts.database
        isEncrypted = parts.isEncrypted
        self.certificateAuthorityFile = certificateAuthorityFile
    }

    /// What is said first on every connection.
    var greeting: [[String]] {
        var commands: [[String]] = []
        if let password { commands.append(["AUTH"] + (username.map { [$0] } ?? []) + [password]) }
        if database != 0 { commands.append(["SELECT", "\(database)"]) }
        return commands
    }

    /// The error for a refused greeting. Some servers quote what they were sent, which here is the password.
    func refusal(_ reply: String) -> RedisError {
        let kind = RedisError(.refused, reply).prefix
        let quotes = password.map { !$0.isEmpty && reply.contains($0) } ?? false
        guard quotes || reply.contains("args") else { return RedisError(.refused, reply) }
        return RedisError(.refused, "\(kind.isEmpty ? "ERR" : kind) the greeting was refused")
    }
}

extension RedisConfiguration: CustomStringConvertible, CustomReflectable {
    /// Where Redis is; without user and password.
    public var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(isEncrypted ? "rediss" : "redis")://\(name):\(port)/\(database)"
    }

    public var customMirror: Mirror {
        Mirror(self, children: ["url": description])
    }
}
