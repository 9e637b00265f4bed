import FoundationEssentials
import Logging
import Notifications
import Testing

@testable import NotificationServer

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct SettingsTests {
    @Test func `nothing set is a server for this machine alone`() throws {
        let settings = try Settings(environment: [:])
        try settings.validate()
        #expect(settings.host == "127.0.0.1" && settings.port == 8011)
        #expect(settings.databasePrepare && settings.dataDirectory == ".notify")
        #expect(settings.maximumBodyBytes == 1_048_576 && settings.shutdownTimeout == 10)
        #expect(settings.allowedOrigins == .none && settings.logLevel == .info)
    }

    @Test func `everything can be set`() throws {
        let settings = try Settings(environment: [
            "HOST": "0.0.0.0", "PORT": "80", "DATABASE_URL": "postgres://u:p@db/x",
            "DATABASE_LISTEN_URL": "postgresql:///y",
            "DATABASE_PREPARE": "off", "NOTIFY_DATA_DIR": "/data", "JWT_SECRET": String(repeating: "s", count: 32),
            "JWT_JWKS": "https://id.example/jwks", "JWT_SERVICE_JWKS": "/etc/keys.json", "JWT_ISSUER": "i",
            "JWT_AUDIENCE": "a", "DEFAULT_ACCOUNT_ID": "5", "CORS_ORIGINS": "https://a.example, http://localhost:3000",
            "TOKEN_URL": "https://app.example/token", "SIGN_IN_URL": "/sign-in",
            "REDIS_URL": "redis://:pw@r", "REDIS_CA": "ca.pem", "REDIS_PUBSUB": "no", "REDIS_CLAIM_AFTER": "5",
            "NOTIFICATION_TYPES": "types.json", "MAX_BODY_BYTES": "2048",
            "SHUTDOWN_TIMEOUT": "0", "LOG_LEVEL": "DEBUG", "PATH": "/bin",
        ])
        try settings.validate()
        #expect(settings.port == 80 && !settings.databasePrepare && settings.defaultAccount == 5)
        #expect(settings.databaseURL?.reveal() == "postgres://u:p@db/x")
        #expect(settings.tokenKeys == .url("https://id.example/jwks"))
        #expect(settings.serviceTokenKeys == .file(path: "/etc/keys.json"))
        #expect(settings.allowedOrigins == .listed(["https://a.example", "http://localhost:3000"]))
        #expect(settings.tokenURL?.description == "https://app.example/token")
        #expect(settings.signInURL?.description == "/sign-in")
        #expect(settings.logLevel == .debug && settings.maximumBodyBytes == 2048 && settings.shutdownTimeout == 0)
        let described = "\(settings) \(String(reflecting: settings))"
        for secret in ["u:p@db", ":pw@r", "ssss"] { #expect(!described.contains(secret)) }
        var dumped = ""
        dump(settings, to: &dumped)
        for secret in ["u:p@db", ":pw@r", "ssss"] { #expect(!dumped.contains(secret)) }
    }

    @Test(arguments: [
        ("PORT", "x"), ("PORT", "-1"), ("PORT", "65536"), ("PORT", "80.0"), ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "host=x"), ("DATABASE_PREPARE", "maybe"), ("DEFAULT_ACCOUNT_ID", "0"),
        ("DEFAULT_ACCOUNT_ID", "99999999999999999999"), ("CORS_ORIGINS", "https://a.example/"),
        ("CORS_ORIGINS", "a.example"), ("CORS_ORIGINS", "*, https://a.example"), ("CORS_ORIGINS", "https://*.example"),
        ("JWT_JWKS", "ftp://x/y"), ("REDIS_URL", "http://x"), ("MAX_BODY_BYTES", "1MB"), ("MAX_BODY_BYTES", "0"),
        ("TOKEN_URL", "token"), ("TOKEN_URL", "//a.example"), ("SIGN_IN_URL", "javascript:alert(1)"),
        ("SHUTDOWN_TIMEOUT", "-1"), ("LOG_LEVEL", "loud"),
    ])
    func `a bad value is a sentence that names the variable`(name: String, value: String) {
        let error = #expect(throws: SettingsError.self) { try Settings(environment: [name: value]) }
        #expect(error?.sentences.count == 1)
        #expect(error?.description.hasPrefix("\(name) must be ") == true)
    }

    @Test func `all bad values are told at once`() {
        let error = #expect(throws: SettingsError.self) { try Settings(environment: ["PORT": "x", "LOG_LEVEL": "y"]) }
        #expect(error?.sentences.count == 2)
    }

    @Test(arguments: [
        (["JWT_SECRET": "short"], "JWT_SECRET"), (["JWT_SECRET": String(repeating: "x", count: 31)], "JWT_SECRET"),
        (["JWT_JWKS": "keys.json"], "JWT_AUDIENCE"), (["HOST": "0.0.0.0"], "HOST"), (["HOST": "::"], "HOST"),
        (["HOST": "10.0.0.1"], "HOST"), (["HOST": "127.0.0.1.evil"], "HOST"), (["HOST": "128.0.0.1"], "HOST"),
        (["HOST": "127.1"], "HOST"), (["HOST": "127.0.0.256"], "HOST"), (["HOST": "localhost.evil"], "HOST"),
        (["HOST": "0.0.0.0", "JWT_SERVICE_JWKS": "x"], "HOST"),
    ])
    func `rules between settings are kept`(environment: [String: String], name: String) throws {
        let settings = try Settings(environment: environment)
        let error = #expect(throws: SettingsError.self) { try settings.validate() }
        #expect(error?.description.contains(name) == true)
    }

    @Test(arguments: ["127.0.0.1", "127.255.255.254", "localhost", "LOCALHOST", "::1", "[::1]"])
    func `this machine is this machine`(host: String) throws {
        try Settings(environment: ["HOST": host]).validate()
    }

    @Test func `a secret is made once, for its owner alone, whoever is first`() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID())/deep").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let secrets = try await withThrowingTaskGroup(of: Secret.self) { group in
            for _ in 0..<16 { group.addTask { try SecretFile.loadOrCreate(directory: directory) } }
            return try await group.reduce(into: Set<Secret>()) { $0.insert($1) }
        }
        #expect(secrets.count == 1)
        #expect(secrets.first?.bytes.count == 43)
        var status = stat()
        #expect(stat(directory + "/jwt-secret", &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["jwt-secret"])

        var settings = Settings()
        settings.dataDirectory = directory
        try settings.loadSecret()
        #expect(settings.tokenSecret == secrets.first)
        chmod(directory + "/jwt-secret", 0o644)
        #expect(throws: SettingsError.self) { try SecretFile.loadOrCreate(directory: directory) }
    }
}
