import FoundationEssentials
import Hummingbird
import JWTKit
import Logging
import Notifications
import Synchronization
import Testing

@testable import NotificationServer

/// A token is checked once while it is valid, and not a moment longer.
@Suite struct TokenCacheTests {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    let cache = TokenCache(capacity: 20)
    let time = TestTime(now)

    private func verifier(_ change: (inout Settings) -> Void = { $0.tokenSecret = TestKeys.secret }) async throws
        -> TokenVerifier
    {
        var settings = Settings()
        change(&settings)
        return try await TokenVerifier(settings, logger: quiet, cache: cache, now: { [time] in time.now })
    }

    private func token(_ subject: Int64, for seconds: Int64 = 60, _ more: [String: JSONValue] = [:]) async throws
        -> String
    {
        let claims: [String: JSONValue] = ["sub": .int(subject), "exp": .int(1_800_000_000 + seconds)]
        return try await makeToken(.object(claims.merging(more) { $1 }), by: TestKeys.secret.algorithm)
    }

    @Test func `a token is checked once while it is valid`() async throws {
        let verifier = try await verifier()
        let (one, other) = (try await token(1), try await token(2))
        let first = try await verifier.token(one)
        #expect(try await verifier.token(one) === first)
        #expect(try await verifier.token(other) !== first)
        #expect(try await verifier.verify(one) == first.caller)
        #expect(cache.count == 2)
    }

    @Test func `a token that was good expires all the same`() async throws {
        let verifier = try await verifier()
        let token = try await token(1, for: 60)
        _ = try await verifier.verify(token)
        time.now += 59.9
        _ = try await verifier.verify(token)
        time.now += 0.1
        await refuses(verifier, token, "expired")
        await refuses(verifier, token, "expired")
    }

    @Test func `what is refused is not kept, and is accepted when it becomes good`() async throws {
        let verifier = try await verifier()
        let early = try await token(1, for: 600, ["nbf": 1_800_000_100])
        await refuses(verifier, early, "not valid yet")
        await refuses(verifier, try await token(1, for: -1), "expired")
        let forger = try await TestKeys.hmac("another secret of tests, long enough")
        await refuses(verifier, try makeToken(["sub": 1, "exp": 1_800_000_060], by: forger), "signature")
        await refuses(verifier, "garbage", "")
        await refuses(verifier, String(repeating: "x", count: 9000), "longer")
        #expect(cache.count == 0)
        time.now += 100
        _ = try await verifier.verify(early)
        #expect(cache.count == 1)
    }

    @Test func `a token that is changed by one character is another`() async throws {
        let verifier = try await verifier()
        let good = try await token(1)
        _ = try await verifier.verify(good)
        await refuses(verifier, String(good.dropLast(2)) + (good.hasSuffix("AA") ? "BB" : "AA"), "signature")
        await refuses(verifier, "A" + good.dropFirst(), "")
        await refuses(verifier, good + "A", "")
    }

    @Test func `a flood of tokens takes no more room, and what is used stays`() async throws {
        let verifier = try await verifier()
        let used = try await token(1_000_000)
        let first = try await verifier.token(used)
        for subject in 1...100 as ClosedRange<Int64> {
            _ = try await verifier.verify(token(subject))
            #expect(try await verifier.token(used) === first)
            #expect(cache.count <= 20)
        }
        let rare = try await token(1)
        #expect(try await verifier.token(rare) === verifier.token(rare))
    }

    @Test func `a key that is taken out of the set ends for the tokens it had vouched for`() async throws {
        let (old, new) = (try await TestKey.es256(kid: "old"), try await TestKey.es256(kid: "new"))
        let host = KeyHost(TestKeys.set(old.jwk))
        try await withServer([Route(.get, "/keys", .open { _ in try host.answer() })]) { server async throws in
            let verifier = try await verifier { $0.tokenKeys = .url(server.url("/keys")) }
            await verifier.loadKeys()
            let claims: JSONValue = ["sub": 1, "exp": 1_800_009_000]
            let token = try makeToken(claims, by: old.algorithm, kid: "old")
            let first = try await verifier.token(token)
            time.now += 599
            #expect(try await verifier.token(token) === first)
            host.jwks = TestKeys.set(new.jwk)
            // Asked for once more, so that the set is read anew, however often the token is known already.
            time.now += 2
            _ = try? await verifier.token(token)
            await verifier.loadKeys()
            await refuses(verifier, token, "not known")
            #expect(host.count >= 2)
        }
    }

    @Test func `when the keys cannot be read anew, the known ones go on`() async throws {
        let key = try await TestKey.es256(kid: "k")
        let host = KeyHost(TestKeys.set(key.jwk))
        try await withServer([Route(.get, "/keys", .open { _ in try host.answer() })]) { server async throws in
            let verifier = try await verifier { $0.tokenKeys = .url(server.url("/keys")) }
            await verifier.loadKeys()
            let token = try makeToken(["sub": 1, "exp": 1_800_009_000], by: key.algorithm, kid: "k")
            let first = try await verifier.token(token)
            host.jwks = nil
            time.now += 601
            let second = try await verifier.token(token)
            #expect(second !== first)
            await verifier.loadKeys()
            #expect(try await verifier.token(token) === second)
        }
    }
}

/// A clock that stands until it is set.
final class TestTime: Sendable {
    private let time: Mutex<Date>

    init(_ time: Date) {
        self.time = Mutex(time)
    }

    var now: Date {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
}
