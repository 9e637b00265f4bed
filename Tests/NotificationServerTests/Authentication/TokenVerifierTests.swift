import FoundationEssentials
import JWTKit
import Logging
import Notifications
import Testing

@testable import NotificationServer

@Suite struct TokenVerifierTests {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    static let later: JSONValue = 1_800_000_060

    func verifier(_ change: (inout Settings) -> Void = { _ in }) async throws -> TokenVerifier {
        var settings = Settings()
        settings.tokenSecret = TestKeys.secret
        change(&settings)
        return try await TokenVerifier(settings, logger: quiet, now: { Self.now })
    }

    func claims(_ more: [String: JSONValue] = [:]) -> JSONValue {
        .object(["sub": "7", "exp": Self.later].merging(more) { $1 })
    }

    func signed(_ claims: JSONValue) async throws -> String {
        try await makeToken(claims, by: TestKeys.secret.algorithm)
    }

    @Test func `a user's token says who it is for`() async throws {
        let token = try await signed(
            claims([
                "account_id": 3, "role": "editor", "email": "a@b.c", "name": "Anna", "iat": 1_799_999_000,
            ]))
        let expected = UserToken(
            subject: .id(7), account: 3, role: .editor, email: "a@b.c", name: "Anna",
            issuedAt: Date(timeIntervalSince1970: 1_799_999_000), expiresAt: Self.now.addingTimeInterval(60))
        #expect(try await verifier().verify(token) == .user(expected))
    }

    @Test func `a service's token says what it may do`() async throws {
        let token = try await signed(
            claims([
                "sub": "service:billing", "scope": "notifications:write  notifications:admin", "account_id": "9",
            ]))
        let expected = ServiceToken(
            name: "billing", scopes: ["notifications:write", "notifications:admin"], account: 9, issuedAt: nil,
            expiresAt: Self.now.addingTimeInterval(60))
        #expect(try await verifier().verify(token) == .service(expected))
    }

    @Test(arguments: [
        (JSONValue.string("42"), UserToken.Subject.id(42)), (.int(42), .id(42)), (.double(42), .id(42)),
        (.string("9223372036854775807"), .id(Identifier(.max))),
        (
            .string("0191D7B2-7A5C-7CC3-A123-0123456789AB"),
            .uuid(UUID(uuidString: "0191d7b2-7a5c-7cc3-a123-0123456789ab") ?? UUID())
        ),
    ])
    func `a user is a number or a UUID`(subject: JSONValue, expected: UserToken.Subject) async throws {
        let caller = try await verifier().verify(signed(claims(["sub": subject])))
        guard case .user(let token) = caller else { throw Unexpected() }
        #expect(token.subject == expected)
    }

    @Test(
        arguments: [
            (["exp": .null], "no exp"), (["exp": 1_799_999_999], "expired"), (["exp": 1_800_000_000], "expired"),
            (["exp": "1800000060"], "number of seconds"), (["exp": .double(1e300)], "out of range"),
            (["exp": -1], "out of range"),
            (["exp": true], "number of seconds"), (["nbf": 1_800_000_031], "not valid yet"), (["nbf": "x"], "nbf"),
            (["iat": []], "iat"),
            (["sub": .null], "no sub"), (["sub": ""], "sub"), (["sub": "0"], "sub"), (["sub": -7], "sub"),
            (["sub": .double(7.5)], "sub"), (["sub": true], "sub"), (["sub": "+7"], "sub"), (["sub": " 7"], "sub"),
            (["sub": "9223372036854775808"], "sub"), (["sub": .double(1e19)], "sub"), (["sub": ["7"]], "sub"),
            (["sub": "٧"], "sub"), (["sub": "7\u{301}"], "sub"), (["sub": "Service:billing"], "sub"),
            (["sub": "service:"], "sub"), (["sub": "service:x", "scope": ["a"]], "scope"),
            (["account_id": 0], "account_id"), (["account_id": -1], "account_id"), (["account_id": "x"], "account_id"),
            (["account_id": .double(1.5)], "account_id"), (["account_id": true], "account_id"),
            (["role": "god"], "owner, admin, editor, viewer"), (["role": 1], "role"), (["role": "Owner"], "role"),
            (["email": .string(String(repeating: "x", count: 255))], "email"), (["email": 1], "email"),
            (["name": .string(String(repeating: "e\u{301}", count: 101))], "name"), (["name": ["x": 1]], "name"),
        ] as [([String: JSONValue], String)])
    func `a token with a bad claim is refused`(bad: [String: JSONValue], reason: String) async throws {
        await refuses(try await verifier(), try await signed(claims(bad)), reason)
    }

    @Test func `a clock that is a little ahead does no harm`() async throws {
        _ = try await verifier().verify(signed(claims(["nbf": 1_800_000_030])))
    }

    @Test func `issuer and audience are checked when they are set`() async throws {
        let verifier = try await verifier {
            $0.tokenIssuer = "https://id.example"
            $0.tokenAudience = "notify"
        }
        let good: [String: JSONValue] = ["iss": "https://id.example", "aud": "notify"]
        _ = try await verifier.verify(signed(claims(good)))
        _ = try await verifier.verify(signed(claims(good.merging(["aud": ["other", "notify"]]) { $1 })))
        for (bad, reason) in [
            (["aud": "notify"], "issuer"), (["iss": "https://id.example"], "audience"),
            (["iss": "https://id.example/", "aud": "notify"], "issuer"),
            (["iss": ["https://id.example"], "aud": "notify"], "issuer"),
            (["iss": "https://id.example", "aud": "other"], "audience"),
            (["iss": "https://id.example", "aud": []], "audience"),
            (["iss": "https://id.example", "aud": "notify2"], "audience"),
        ] as [([String: JSONValue], String)] {
            await refuses(verifier, try await signed(claims(bad)), reason)
        }
    }

    @Test(arguments: ["none", "None", "HS384", "HS512", "PS256", "RS384", "hs256", ""])
    func `no other algorithm is believed`(algorithm: String) async throws {
        let token = try makeToken(claims(), by: try await TestKeys.secret.algorithm, alg: algorithm)
        await refuses(try await verifier(), token, "signed with one of")
    }

    @Test func `a token without a signature is refused`() async throws {
        let header = Base64URL.encode(#"{"alg":"none"}"#.utf8)
        let payload = Base64URL.encode(claims().jsonText.utf8)
        await refuses(try await verifier(), "\(header).\(payload).", "not a signed")
        await refuses(try await verifier(), "\(header).\(payload).AA", "signed with one of")
    }

    @Test func `a header that demands more is refused`() async throws {
        let key = try await TestKeys.secret.algorithm
        let token = try makeToken(claims(), by: key, header: ["crit": ["b64"], "b64": false])
        await refuses(try await verifier(), token, "crit")
    }

    @Test func `every changed byte is noticed`() async throws {
        let verifier = try await verifier()
        let token = Array(try await signed(claims(["account_id": 3])).utf8)
        // The last character of a signature has bits that mean nothing.
        for index in token.indices.dropLast() {
            var changed = token
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            await #expect(throws: AuthenticationFailure.self) {
                try await verifier.verify(String(decoding: changed, as: UTF8.self))
            }
        }
    }

    @Test(arguments: [
        "", ".", "..", "...", "a", "a.b", "a.b.c", "a.b.c.d", "e30.e30.e30", "e30.e30.", "é.é.é", "=.=.=",
        "bnVsbA.bnVsbA.bnVsbA", "eyJhbGciOiJIUzI1NiJ9.W10.AA", "eyJhbGciOiJIUzI1NiIsImFsZyI6IlJTMjU2In0.e30.AA",
    ])
    func `what is no token is refused`(text: String) async throws {
        await refuses(try await verifier(), text, "")
    }

    @Test func `a very long token is refused unread`() async throws {
        let token = try await signed(claims(["x": .string(String(repeating: "x", count: 8000))]))
        await refuses(try await verifier(), token, "longer than 8192 bytes")
    }

    @Test func `a token of another secret is refused`() async throws {
        let token = try makeToken(claims(), by: try await TestKeys.hmac("another secret of tests, long enough"))
        await refuses(try await verifier(), token, "signature")
    }

    @Test func `the mint's tokens are believed`() async throws {
        var settings = Settings()
        settings.tokenSecret = TestKeys.secret
        settings.tokenIssuer = "me"
        settings.tokenAudience = "notify"
        let verifier = try await TokenVerifier(settings, logger: quiet, now: { Self.now })
        let mint = try #require(TokenMint(settings))
        let user = try await mint.token(
            for: .init("5", account: 2, role: .owner, email: "o@x.y", name: "\"Ö\"\n"), lifetime: 60, now: Self.now)
        let expiry = Self.now.addingTimeInterval(60)
        #expect(
            try await verifier.verify(user)
                == .user(
                    UserToken(
                        subject: .id(5), account: 2, role: .owner, email: "o@x.y", name: "\"Ö\"\n",
                        issuedAt: Self.now, expiresAt: expiry)))
        let service = try await mint.token(service: "jobs", scopes: ["a", "b"], lifetime: 60, now: Self.now)
        #expect(
            try await verifier.verify(service)
                == .service(
                    ServiceToken(
                        name: "jobs", scopes: ["a", "b"], account: nil, issuedAt: Self.now, expiresAt: expiry)))
    }

    struct Unexpected: Error {}
}

/// Expects the token to be refused with a reason that contains `reason`.
func refuses(
    _ verifier: TokenVerifier, _ token: String, _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
) async {
    let error = await #expect(throws: AuthenticationFailure.self, sourceLocation: sourceLocation) {
        try await verifier.verify(token)
    }
    let sentence = error?.sentence ?? ""
    #expect(reason.isEmpty || sentence.contains(reason), sourceLocation: sourceLocation)
}
