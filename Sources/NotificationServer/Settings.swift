import Logging
import Notifications

/// What the server is told at its start, by the environment; flags of `notify serve` override it. Read once.
///
/// | variable | meaning |
/// |---|---|
/// | `HOST`, `PORT` | where it listens: `127.0.0.1`, `8011`; port 0 is any free one |
/// | `DATABASE_URL` | PostgreSQL; unset: the embedded one |
/// | `DATABASE_LISTEN_URL` | where to `LISTEN`, a direct connection when `DATABASE_URL` is a transaction pooler; unset: there |
/// | `DATABASE_PREPARE` | whether statements are prepared: `true`; `false` behind a transaction pooler |
/// | `NOTIFY_DATA_DIR` | where the embedded cluster and a generated secret live: `.notify` |
/// | `JWT_SECRET` | for `HS256`, at least 32 bytes; unset and without `JWT_JWKS`: generated, and `HOST` must be loopback |
/// | `JWT_JWKS` | the public keys of users' tokens, a file or a URL; requires `JWT_AUDIENCE` |
/// | `JWT_SERVICE_JWKS` | the public keys of services' tokens, a file or a URL |
/// | `JWT_ISSUER`, `JWT_AUDIENCE` | what a token's `iss` and `aud` must be, when set |
/// | `DEFAULT_ACCOUNT_ID` | the account of tokens and events that carry none |
/// | `CORS_ORIGINS` | origins of pages that may call the server and open its socket, separated by commas; or `*` |
/// | `TOKEN_URL` | where our pages get a user's token, `{"token": …}`, with the browser's cookies; an address or a path |
/// | `SIGN_IN_URL` | where our pages send who is not signed in; an address or a path |
/// | `REDIS_URL` | where domain events come from, `redis://` or `rediss://`; unset: no Redis |
/// | `REDIS_CA` | a PEM file with the authority that signed the certificate of a `rediss://` server; unset: the system's |
/// | `REDIS_PUBSUB` | whether the channels are listened to, or the streams alone: `true` |
/// | `REDIS_CLAIM_AFTER` | after how many seconds a stream's entry is taken over from a process that has died: 30 |
/// | `NOTIFICATION_TYPES` | a JSON file with the host's own notification types |
/// | `MAX_BODY_BYTES` | the largest request body: 1048576 |
/// | `SHUTDOWN_TIMEOUT` | how many seconds running requests have to end: 10 |
/// | `LOG_LEVEL` | `trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`: `info` |
public struct Settings: Sendable {
    static let minimumSecretBytes = 32

    public var host = "127.0.0.1"
    public var port = 8011
    public var databaseURL: Secret?
    public var databaseListenURL: Secret?
    public var databasePrepare = true
    public var dataDirectory = ".notify"
    public var tokenSecret: Secret?
    public var tokenKeys: KeySource?
    public var serviceTokenKeys: KeySource?
    public var tokenIssuer: String?
    public var tokenAudience: String?
    public var defaultAccount: Identifier<Account>?
    public var allowedOrigins = AllowedOrigins.none
    public var tokenURL: WebAddress?
    public var signInURL: WebAddress?
    public var redisURL: Secret?
    public var redisAuthorityFile: String?
    public var redisListensToChannels = true
    public var redisClaimAfter = 30
    public var notificationTypesFile: String?
    public var maximumBodyBytes = 1_048_576
    public var shutdownTimeout = 10
    public var logLevel = Logger.Level.info

    /// What holds when nothing is set.
    public init() {}

    /// Makes sure that there is something to check tokens with: without `JWT_SECRET` and `JWT_JWKS`, the secret in the
    /// data directory is read, or made. Call it after `validate`.
    public mutating func loadSecret() throws(SettingsError) {
        guard tokenSecret == nil, tokenKeys == nil else { return }
        tokenSecret = try SecretFile.loadOrCreate(directory: dataDirectory)
    }
}

/// The origins of web pages that may call the server.
public enum AllowedOrigins: Hashable, Sendable {
    case none
    case any
    /// Scheme, host and port, exactly as browsers send them: `https://app.example.com`.
    case listed(Set<String>)
}

/// Why the server cannot start as it is set up: a sentence for each thing to mend, which names the variable.
public struct SettingsError: Error, Hashable, CustomStringConvertible {
    public let sentences: [String]

    public init(_ sentences: String...) {
        self.sentences = sentences
    }

    init(all sentences: [String]) {
        self.sentences = sentences
    }

    public var description: String { sentences.joined(separator: "\n") }
}
