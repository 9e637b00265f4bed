import Logging
import Notifications

extension Settings {
    /// Reads the environment; an empty variable is an unset one. All bad values are reported together.
    public init(environment: [String: String]) throws(SettingsError) {
        var reader = EnvironmentReader(environment)
        reader.read("HOST", into: &host) { $0 }
        reader.read("PORT", into: &port, "must be a port number, 0 to 65535") { $0.number(in: 0...65535) }
        reader.read("DATABASE_URL", into: &databaseURL, Self.postgresSentence) {
            $0.secretURL("postgres", "postgresql")
        }
        reader.read("DATABASE_LISTEN_URL", into: &databaseListenURL, Self.postgresSentence) {
            $0.secretURL("postgres", "postgresql")
        }
        reader.read("DATABASE_PREPARE", into: &databasePrepare, "must be true or false") { $0.truth }
        reader.read("NOTIFY_DATA_DIR", into: &dataDirectory) { $0 }
        reader.read("JWT_SECRET", into: &tokenSecret) { Secret($0) }
        reader.read("JWT_JWKS", into: &tokenKeys, Self.keysSentence) { KeySource(setting: $0) }
        reader.read("JWT_SERVICE_JWKS", into: &serviceTokenKeys, Self.keysSentence) { KeySource(setting: $0) }
        reader.read("JWT_ISSUER", into: &tokenIssuer) { $0 }
        reader.read("JWT_AUDIENCE", into: &tokenAudience) { $0 }
        reader.read("DEFAULT_ACCOUNT_ID", into: &defaultAccount, "must be a positive whole number") {
            Int64(digits: $0).flatMap { $0 > 0 ? Identifier($0) : nil }
        }
        reader.read(
            "CORS_ORIGINS", into: &allowedOrigins,
            "must be * or origins such as https://app.example.com, without a path, separated by commas"
        ) { AllowedOrigins(setting: $0) }
        reader.read("TOKEN_URL", into: &tokenURL, Self.addressSentence) { WebAddress($0) }
        reader.read("SIGN_IN_URL", into: &signInURL, Self.addressSentence) { WebAddress($0) }
        reader.read("REDIS_URL", into: &redisURL, "must be a URL that begins with redis:// or rediss://") {
            $0.secretURL("redis", "rediss")
        }
        reader.read("REDIS_CA", into: &redisAuthorityFile) { $0 }
        reader.read("REDIS_PUBSUB", into: &redisListensToChannels, "must be true or false") { $0.truth }
        reader.read("REDIS_CLAIM_AFTER", into: &redisClaimAfter, "must be a number of seconds, 1 to 86400") {
            $0.number(in: 1...86_400)
        }
        reader.read("NOTIFICATION_TYPES", into: &notificationTypesFile) { $0 }
        reader.read("MAX_BODY_BYTES", into: &maximumBodyBytes, "must be a number of bytes, 1024 to 1073741824") {
            $0.number(in: 1024...1_073_741_824)
        }
        reader.read("SHUTDOWN_TIMEOUT", into: &shutdownTimeout, "must be a number of seconds, 0 to 3600") {
            $0.number(in: 0...3600)
        }
        reader.read(
            "LOG_LEVEL", into: &logLevel,
            "must be one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))"
        ) { Logger.Level(rawValue: $0.lowercased()) }
        guard reader.sentences.isEmpty else { throw SettingsError(all: reader.sentences) }
    }

    private static let postgresSentence = "must be a URL that begins with postgres:// or postgresql://"
    private static let addressSentence =
        "must be an address that begins with https:// or http://, or a path that begins with one /"
    private static let keysSentence = "must be the path of a file, or a URL that begins with https:// or http://"
}

private struct EnvironmentReader {
    let environment: [String: String]
    private(set) var sentences: [String] = []

    init(_ environment: [String: String]) {
        self.environment = environment
    }

    mutating func read<Value>(
        _ name: String, into setting: inout Value, _ rule: String = "is not valid", _ parse: (String) -> Value?
    ) {
        setting = value(name, rule, parse) ?? setting
    }

    mutating func read<Value>(
        _ name: String, into setting: inout Value?, _ rule: String = "is not valid", _ parse: (String) -> Value?
    ) {
        setting = value(name, rule, parse)
    }

    /// The value itself is never told: it may be a secret in the wrong place.
    private mutating func value<Value>(_ name: String, _ rule: String, _ parse: (String) -> Value?) -> Value? {
        guard let text = environment[name]?.trimmed, !text.isEmpty else { return nil }
        let value = parse(text)
        if value == nil { sentences.append("\(name) \(rule).") }
        return value
    }
}

extension String {
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }

    fileprivate func number(in range: ClosedRange<Int64>) -> Int? {
        Int64(digits: self).flatMap { range.contains($0) ? Int($0) : nil }
    }

    fileprivate var truth: Bool? {
        switch lowercased() {
        case "true", "1", "on", "yes": true
        case "false", "0", "off", "no": false
        default: nil
        }
    }

    fileprivate func secretURL(_ schemes: String...) -> Secret? {
        schemes.contains { lowercased().hasPrefix($0 + "://") } ? Secret(self) : nil
    }
}

extension KeySource {
    /// - Returns: nil for a URL of another scheme.
    fileprivate init?(setting: String) {
        guard let separator = setting.firstRange(of: "://") else {
            self = .file(path: setting)
            return
        }
        guard ["http", "https"].contains(setting[..<separator.lowerBound].lowercased()) else { return nil }
        self = .url(setting)
    }
}

extension AllowedOrigins {
    fileprivate init?(setting: String) {
        let origins = setting.split { $0 == "," || $0 == " " }.map(String.init)
        if origins == ["*"] {
            self = .any
            return
        }
        for origin in origins {
            guard let separator = origin.firstRange(of: "://"), separator.lowerBound > origin.startIndex,
                separator.upperBound < origin.endIndex, origin == origin.lowercased(),
                !origin[separator.upperBound...].contains(where: { "/?#@*\\".contains($0) })
            else { return nil }
        }
        self = .listed(Set(origins))
    }
}
