import Notifications

extension Settings {
    /// The rules between settings. Call it when flags have had their say, and before `loadSecret`.
    public func validate() throws(SettingsError) {
        var sentences: [String] = []
        if let tokenSecret, tokenSecret.bytes.count < Self.minimumSecretBytes {
            sentences.append("JWT_SECRET must be at least \(Self.minimumSecretBytes) bytes long.")
        }
        if tokenKeys != nil, tokenAudience == nil {
            sentences.append(
                "JWT_JWKS requires JWT_AUDIENCE: whoever signs with those keys may sign tokens for other services too.")
        }
        if tokenSecret == nil, tokenKeys == nil, !isLoopback {
            sentences.append(
                "HOST is \(host), which others can reach: set JWT_SECRET or JWT_JWKS, or a HOST such as 127.0.0.1.")
        }
        guard sentences.isEmpty else { throw SettingsError(all: sentences) }
    }

    /// Whether only this machine can reach the host: 127.0.0.0/8, ::1 or localhost.
    public var isLoopback: Bool { Self.isLoopback(host) }

    static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host.lowercased()) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { (1...3).contains($0.count) && $0.utf8.allSatisfy(\.isASCIIDigit) && UInt8($0) != nil }
    }
}

extension Settings: CustomStringConvertible, CustomReflectable {
    /// One setting a line. Secrets, and addresses with a password in them, are only told to be there.
    public var description: String {
        children.map { "\($0.0)=\($0.1)" }.joined(separator: "\n")
    }

    public var customMirror: Mirror {
        Mirror(self, children: children.map { (label: $0.0, value: $0.1) })
    }

    private var children: [(String, String)] {
        [
            ("HOST", host), ("PORT", "\(port)"),
            ("DATABASE_URL", databaseURL.told), ("DATABASE_LISTEN_URL", databaseListenURL.told),
            ("DATABASE_PREPARE", "\(databasePrepare)"), ("NOTIFY_DATA_DIR", dataDirectory),
            ("JWT_SECRET", tokenSecret.told), ("JWT_JWKS", tokenKeys.told),
            ("JWT_SERVICE_JWKS", serviceTokenKeys.told), ("JWT_ISSUER", tokenIssuer.told),
            ("JWT_AUDIENCE", tokenAudience.told), ("DEFAULT_ACCOUNT_ID", defaultAccount.told),
            ("CORS_ORIGINS", "\(allowedOrigins)"), ("REDIS_URL", redisURL.told),
            ("TOKEN_URL", tokenURL.told), ("SIGN_IN_URL", signInURL.told),
            ("REDIS_CA", redisAuthorityFile.told), ("REDIS_PUBSUB", "\(redisListensToChannels)"),
            ("REDIS_CLAIM_AFTER", "\(redisClaimAfter)"),
            ("NOTIFICATION_TYPES", notificationTypesFile.told), ("MAX_BODY_BYTES", "\(maximumBodyBytes)"),
            ("SHUTDOWN_TIMEOUT", "\(shutdownTimeout)"), ("LOG_LEVEL", "\(logLevel)"),
        ]
    }
}

extension Optional {
    fileprivate var told: String { map { "\($0)" } ?? "" }
}
