import FoundationEssentials
import JWTKit
import Logging
import Notifications

/// Tells who a bearer token is for, or why it is refused (RFC 7519, and RFC 8725 on what goes wrong with it).
///
/// A token chooses neither its algorithm nor its key: `HS256` is only ever checked with `JWT_SECRET`, the others only with
/// the key of that name for that algorithm, out of the set for its kind of subject. So a key of `JWT_JWKS` can never
/// vouch for a service.
struct TokenVerifier: Sendable {
    /// How far the issuer's clock may be ahead of ours.
    static let leeway: TimeInterval = 30

    private let secret: (any JWTAlgorithm)?
    private let userKeys: KeyCache?
    private let serviceKeys: KeyCache?
    private let issuer: String?
    private let audience: String?
    private let now: @Sendable () -> Date
    private let cache: TokenCache

    init(
        _ settings: Settings,
        logger: Logger,
        cache: TokenCache = TokenCache(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) async throws {
        self.cache = cache
        secret = try await settings.tokenSecret?.algorithm
        userKeys = settings.tokenKeys.map { KeyCache($0, logger: logger, now: now) }
        serviceKeys = settings.serviceTokenKeys.map { KeyCache($0, logger: logger, now: now) }
        issuer = settings.tokenIssuer
        audience = settings.tokenAudience
        self.now = now
    }

    /// Reads the key sets, so that the first request need not wait for them, and a mistake is in the log at once.
    func loadKeys() async {
        await userKeys?.refresh().value
        await serviceKeys?.refresh().value
    }

    /// Who calls.
    func verify(_ bearer: String) async throws -> Caller {
        try await token(bearer).caller
    }

    /// The token, if it is good. One that was found good is not checked again while it is valid.
    /// - Throws: `AuthenticationFailure`; `NotificationError.Code.unavailable` when the keys cannot be read.
    func token(_ bearer: String) async throws -> VerifiedToken {
        guard bearer.utf8.count <= BearerToken.maximumLength else { return try await check(BearerToken(bearer)) }
        let key = TokenCache.key(of: bearer)
        if let known = cache.token(key, at: now()) { return known }
        let token = try await check(BearerToken(bearer))
        cache.insert(token, for: key)
        return token
    }

    private func check(_ token: BearerToken) async throws -> VerifiedToken {
        let claims = Claims(token.claims)
        let algorithm = try algorithm(of: token)
        let keys = algorithm == .hs256 ? nil : Caller.serviceName(claims) != nil ? serviceKeys : userKeys
        // Before the key is asked for: when the set is read in between, the token is checked once more.
        let edition = keys.map { VerifiedToken.Edition($0) }
        guard let key = algorithm == .hs256 ? secret : try await keys?.key(for: token, algorithm) else {
            throw AuthenticationFailure.invalid("The token is signed with a key that is not known here.")
        }
        guard (try? key.verify(token.signature, signs: token.signed)) == true else {
            throw AuthenticationFailure.invalid("The token's signature is wrong.")
        }
        return VerifiedToken(try Caller(claims, expiresAt: check(claims)), checkedWith: edition)
    }

    private func algorithm(of token: BearerToken) throws(AuthenticationFailure) -> SigningAlgorithm {
        guard token.header["crit"] == nil else {
            throw .invalid("The token's header demands what is not known here (crit).")
        }
        guard case .string(let name)? = token.header["alg"], let algorithm = SigningAlgorithm(rawValue: name) else {
            let valid = SigningAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid("The token must be signed with one of \(valid).")
        }
        return algorithm
    }

    /// When the token expires; throws when it is not valid now, or not for us.
    private func check(_ claims: Claims) throws(AuthenticationFailure) -> Date {
        let now = now()
        guard let expiresAt = try claims.date("exp") else { throw .invalid("The token has no exp.") }
        guard now < expiresAt else { throw .invalid("The token has expired.") }
        if let notBefore = try claims.date("nbf"), now.addingTimeInterval(Self.leeway) < notBefore {
            throw .invalid("The token is not valid yet.")
        }
        if let issuer {
            guard claims["iss"] == .string(issuer) else { throw .invalid("The token is of another issuer.") }
        }
        if let audience {
            guard claims.names("aud", audience) else { throw .invalid("The token is for another audience.") }
        }
        return expiresAt
    }
}

extension KeyCache {
    /// The key that alone may have signed this token.
    fileprivate func key(
        for token: BearerToken, _ algorithm: SigningAlgorithm
    ) async throws(NotificationError) -> (any JWTAlgorithm)? {
        guard case .string(let kid)? = token.header["kid"] else { return nil }
        return try await key(kid, algorithm)
    }
}

extension Secret {
    /// What signs and checks `HS256` with this secret.
    var algorithm: any JWTAlgorithm {
        get async throws {
            // jwt-kit traps on a shorter one, in a debug build.
            guard bytes.count >= Settings.minimumSecretBytes else {
                throw SettingsError("JWT_SECRET must be at least \(Settings.minimumSecretBytes) bytes long.")
            }
            return try await JWTKeyCollection().add(hmac: HMACKey(from: bytes), digestAlgorithm: .sha256).getKey()
        }
    }
}
