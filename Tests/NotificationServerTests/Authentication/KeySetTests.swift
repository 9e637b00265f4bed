import FoundationEssentials
import Hummingbird
import JWTKit
import Notifications
import Synchronization
import Testing

@testable import NotificationServer

@Suite struct KeySetTests {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    let claims: JSONValue = ["sub": "7", "exp": 1_800_001_000, "aud": "notify"]
    let serviceClaims: JSONValue = ["sub": "service:x", "exp": 1_800_001_000, "aud": "notify", "scope": "a"]

    /// A verifier of the keys in a file that holds `jwks`.
    func withKeys(
        _ jwks: String, service: String? = nil, secret: Secret? = nil, _ body: (TokenVerifier) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        var settings = Settings()
        settings.tokenSecret = secret
        settings.tokenAudience = "notify"
        for (name, text) in [("users", jwks), ("services", service ?? "")] where !text.isEmpty {
            let file = directory.appending(path: name)
            try Data(text.utf8).write(to: file)
            if name == "users" {
                settings.tokenKeys = .file(path: file.path)
            } else {
                settings.serviceTokenKeys = .file(path: file.path)
            }
        }
        try await body(TokenVerifier(settings, logger: quiet, now: { Self.now }))
    }

    @Test func `RS256, ES256 and EdDSA are believed`() async throws {
        let ec = try await TestKey.es256(kid: "ec")
        let okp = try await TestKey.eddsa(kid: "okp")
        let rsa = try await TestKeys.rsa()
        try await withKeys(TestKeys.set(TestKeys.rsaJWK(), ec.jwk, okp.jwk)) { verifier in
            _ = try await verifier.verify(makeToken(claims, by: rsa, kid: "rsa"))
            _ = try await verifier.verify(makeToken(claims, by: ec.algorithm, kid: "ec"))
            _ = try await verifier.verify(makeToken(claims, by: okp.algorithm, kid: "okp"))
        }
    }

    @Test func `a key of the wrong name, or of no name, is not tried`() async throws {
        let ec = try await TestKey.es256(kid: "ec")
        let rsa = try await TestKeys.rsa()
        try await withKeys(TestKeys.set(TestKeys.rsaJWK(), ec.jwk)) { verifier in
            await refuses(verifier, try makeToken(claims, by: rsa, kid: "other"), "not known")
            await refuses(verifier, try makeToken(claims, by: rsa, kid: "ec"), "not known")
            await refuses(verifier, try makeToken(claims, by: rsa), "not known")
            await refuses(verifier, try makeToken(claims, by: ec.algorithm, alg: "RS256", kid: "rsa"), "signature")
            await refuses(verifier, try makeToken(claims, by: ec.algorithm, alg: "RS256", kid: "ec"), "not known")
        }
    }

    @Test func `a public key is no secret`() async throws {
        let forged = try [TestKeys.rsaPublic, TestKeys.rsaPublic + "\n", TestKeys.modulus]
        for secret in [nil, TestKeys.secret] {
            try await withKeys(TestKeys.set(TestKeys.rsaJWK()), secret: secret) { verifier in
                for text in forged {
                    let token = try makeToken(claims, by: try await TestKeys.hmac(text), kid: "rsa")
                    await refuses(verifier, token, secret == nil ? "not known" : "signature")
                }
            }
        }
    }

    @Test func `one token cannot choose a key's algorithm for the next`() async throws {
        let (rsa, pss) = (try await TestKeys.rsa(), try await TestKeys.pss())
        try await withKeys(TestKeys.set(TestKeys.rsaJWK(extra: [:]))) { verifier in
            for _ in 0..<2 {
                await refuses(verifier, try makeToken(claims, by: pss, kid: "rsa"), "signed with one of")
                await refuses(verifier, try makeToken(claims, by: pss, alg: "RS256", kid: "rsa"), "signature")
                _ = try await verifier.verify(makeToken(claims, by: rsa, kid: "rsa"))
            }
        }
    }

    @Test func `keys that cannot be used do not spoil the others`() async throws {
        let ec = try await TestKey.es256(kid: "ec")
        let poison: [JSONValue] = try [
            ["kty": "oct", "alg": "RSA-OAEP-256"], ["kty": "oct", "kid": "o", "k": "AAAA", "alg": "HS256"],
            TestKeys.weakRSAJWK(), ["kty": "RSA", "kid": "r", "n": "!!", "e": "AQAB"], ["kty": "RSA", "kid": "e"],
            ["kty": "EC", "kid": "p", "crv": "P-521", "x": "AA", "y": "AA"],
            ["kty": "EC", "kid": "bad", "crv": "P-256", "x": "AA", "y": "AA"],
            ["kty": "OKP", "kid": "x", "crv": "X25519", "x": "AA"], ["kty": 1, "kid": []], .null, "key", [],
            TestKeys.rsaJWK(kid: "", extra: [:]), TestKeys.rsaJWK(kid: "enc", extra: ["use": "enc"]),
            TestKeys.rsaJWK(kid: "oaep", extra: ["alg": "RSA-OAEP"]),
            TestKeys.rsaJWK(kid: "hs", extra: ["alg": "HS256"]),
            TestKeys.rsaJWK(kid: "ops", extra: ["key_ops": ["encrypt"]]),
        ]
        let rsa = try await TestKeys.rsa()
        try await withKeys(JSONValue.object(["keys": .array(poison + [ec.jwk])]).jsonText) { verifier in
            _ = try await verifier.verify(makeToken(claims, by: ec.algorithm, kid: "ec"))
            for kid in ["", "enc", "oaep", "hs", "ops", "weak", "r"] {
                await refuses(verifier, try makeToken(claims, by: rsa, kid: kid), "not known")
            }
            let hmac = try await TestKeys.hmac("\0\0\0" + String(repeating: "\0", count: 29))
            await refuses(verifier, try makeToken(claims, by: hmac, kid: "o"), "not known")
        }
    }

    @Test func `a key of users never vouches for a service, nor one of services for a user`() async throws {
        let (user, service) = (try await TestKey.es256(kid: "k"), try await TestKey.es256(kid: "k"))
        try await withKeys(TestKeys.set(user.jwk), service: TestKeys.set(service.jwk)) { verifier in
            _ = try await verifier.verify(makeToken(claims, by: user.algorithm, kid: "k"))
            _ = try await verifier.verify(makeToken(serviceClaims, by: service.algorithm, kid: "k"))
            await refuses(verifier, try makeToken(serviceClaims, by: user.algorithm, kid: "k"), "signature")
            await refuses(verifier, try makeToken(claims, by: service.algorithm, kid: "k"), "signature")
        }
        try await withKeys(TestKeys.set(user.jwk)) { verifier in
            await refuses(verifier, try makeToken(serviceClaims, by: user.algorithm, kid: "k"), "not known")
        }
        try await withKeys(TestKeys.set(user.jwk), secret: TestKeys.secret) { verifier in
            _ = try await verifier.verify(makeToken(serviceClaims, by: TestKeys.secret.algorithm))
        }
    }

    @Test(arguments: ["{}", "", "[]", "null", #"{"keys":{}}"#, #"{"keys":[]}"#, #"{"keys":[null]}"#])
    func `without any key the server says that it is not its caller's fault`(jwks: String) async throws {
        let ec = try await TestKey.es256(kid: "ec")
        try await withKeys(jwks.isEmpty ? " " : jwks) { verifier in
            let error = await #expect(throws: NotificationError.self) {
                try await verifier.verify(makeToken(claims, by: ec.algorithm, kid: "ec"))
            }
            #expect(error?.code == .unavailable)
        }
    }

    @Test func `an unknown key is looked for on the web, but once a minute at most`() async throws {
        let (old, new) = (try await TestKey.es256(kid: "old"), try await TestKey.es256(kid: "new"))
        let host = KeyHost(TestKeys.set(old.jwk))
        let time = Mutex(Self.now)
        let route = Route(.get, "/keys", .open { _ in try host.answer() })
        try await withServer([route]) { server async throws in
            var settings = Settings()
            settings.tokenKeys = .url(server.url("/keys"))
            let verifier = try await TokenVerifier(settings, logger: quiet, now: { time.withLock { $0 } })
            let (oldToken, newToken) = (
                try makeToken(claims, by: old.algorithm, kid: "old"),
                try makeToken(claims, by: new.algorithm, kid: "new")
            )
            // Many at once ask once.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { _ = try await verifier.verify(oldToken) } }
                try await group.waitForAll()
            }
            #expect(host.count == 1)
            host.jwks = TestKeys.set(old.jwk, new.jwk)
            await refuses(verifier, newToken, "not known")
            #expect(host.count == 1)
            time.withLock { $0 += 61 }
            _ = try await verifier.verify(newToken)
            #expect(host.count == 2)
            // What was known stays known when the host is down.
            host.jwks = nil
            time.withLock { $0 += 61 }
            let unknown = try makeToken(claims, by: new.algorithm, kid: "newer")
            await refuses(verifier, unknown, "not known")
            await refuses(verifier, unknown, "not known")
            #expect(host.count == 3)
            _ = try await verifier.verify(oldToken)
        }
    }

    @Test func `a key that is taken out of the set ends`() async throws {
        let (old, new) = (try await TestKey.es256(kid: "old"), try await TestKey.es256(kid: "new"))
        let host = KeyHost(TestKeys.set(old.jwk))
        let time = Mutex(Self.now)
        try await withServer([Route(.get, "/keys", .open { _ in try host.answer() })]) { server async throws in
            let cache = KeyCache(.url(server.url("/keys")), logger: quiet, now: { time.withLock { $0 } })
            let first = try await cache.key("old", .es256)
            #expect(first != nil)
            host.jwks = TestKeys.set(new.jwk)
            time.withLock { $0 += 601 }
            let stale = try await cache.key("old", .es256)
            #expect(stale != nil)
            await cache.refresh().value
            let gone = try await cache.key("old", .es256)
            #expect(gone == nil)
            let fresh = try await cache.key("new", .es256)
            #expect(fresh != nil)
        }
    }

    @Test func `a key set that is too large is not read`() async throws {
        let host = KeyHost(String(repeating: " ", count: 300_000) + TestKeys.set(try TestKeys.rsaJWK()))
        try await withServer([Route(.get, "/keys", .open { _ in try host.answer() })]) { server async throws in
            await #expect(throws: (any Error).self) { try await KeySource.url(server.url("/keys")).read() }
        }
    }
}

/// What a host publishes its keys with; nil: it is down.
final class KeyHost: Sendable {
    private let state: Mutex<(jwks: String?, count: Int)>

    init(_ jwks: String) {
        state = Mutex((jwks, 0))
    }

    var jwks: String? {
        get { state.withLock { $0.jwks } }
        set { state.withLock { $0.jwks = newValue } }
    }

    var count: Int { state.withLock { $0.count } }

    func answer() throws -> Response {
        let jwks = state.withLock { state in
            state.count += 1
            return state.jwks
        }
        guard let jwks else { throw HTTPError(.badGateway) }
        return Response.json { $0.raw(jwks) }
    }
}
