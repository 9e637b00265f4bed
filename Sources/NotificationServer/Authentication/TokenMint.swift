import FoundationEssentials
import JWTKit
import NIOCore
import Notifications

/// Makes tokens that are signed with the secret (`HS256`), for `notify token` and for tests.
public struct TokenMint: Sendable {
    /// Who a user's token is for.
    public struct User: Sendable {
        public var subject: String
        public var account: Identifier<Account>?
        public var role: Role?
        public var email: String?
        public var name: String?

        /// - Parameter subject: the user's number, or UUID.
        public init(
            _ subject: String,
            account: Identifier<Account>? = nil,
            role: Role? = nil,
            email: String? = nil,
            name: String? = nil
        ) {
            self.subject = subject
            self.account = account
            self.role = role
            self.email = email
            self.name = name
        }
    }

    private let secret: Secret
    private let issuer: String?
    private let audience: String?

    public init(secret: Secret, issuer: String? = nil, audience: String? = nil) {
        self.secret = secret
        self.issuer = issuer
        self.audience = audience
    }

    /// Nil when there is no secret: then tokens are the host's to make.
    public init?(_ settings: Settings) {
        guard let secret = settings.tokenSecret else { return nil }
        self.init(secret: secret, issuer: settings.tokenIssuer, audience: settings.tokenAudience)
    }

    /// - Parameter lifetime: how many seconds from `now` it is valid.
    public func token(for user: User, lifetime: TimeInterval = 3600, now: Date = Date()) async throws -> String {
        var claims: [String: JSONValue] = ["sub": .string(user.subject)]
        claims["account_id"] = user.account.map { .int($0.rawValue) }
        claims["role"] = user.role.map { .string($0.rawValue) }
        claims["email"] = user.email.map { .string($0) }
        claims["name"] = user.name.map { .string($0) }
        return try await sign(claims, lifetime: lifetime, now: now)
    }

    /// - Parameter account: the one account it is bound to; nil for all.
    public func token(
        service name: String,
        scopes: Set<String>,
        account: Identifier<Account>? = nil,
        lifetime: TimeInterval = 3600,
        now: Date = Date()
    ) async throws -> String {
        var claims: [String: JSONValue] = [
            "sub": .string(Caller.servicePrefix + name),
            "scope": .string(scopes.sorted().joined(separator: " ")),
        ]
        claims["account_id"] = account.map { .int($0.rawValue) }
        return try await sign(claims, lifetime: lifetime, now: now)
    }

    private func sign(_ claims: [String: JSONValue], lifetime: TimeInterval, now: Date) async throws -> String {
        var claims = claims
        let seconds = now.timeIntervalSince1970.rounded(.down)
        claims["iat"] = Int64(exactly: seconds).map { .int($0) }
        claims["exp"] = Int64(exactly: (seconds + lifetime).rounded(.down)).map { .int($0) }
        claims["iss"] = issuer.map { .string($0) }
        claims["aud"] = audience.map { .string($0) }
        let header = Base64URL.encode(#"{"alg":"HS256","typ":"JWT"}"#.utf8)
        let signed = header + "." + Base64URL.encode(JSONValue.object(claims).jsonText.utf8)
        return try await signed + "." + Base64URL.encode(secret.algorithm.sign(Data(signed.utf8)))
    }
}
