import CryptoExtras
import FoundationEssentials
import JWTKit
import Notifications
import Testing

@testable import NotificationServer

/// Keys that exist for these tests alone.
enum TestKeys {
    static let secret = Secret("a secret for tests that is long enough")

    static func hmac(_ secret: String) async throws -> any JWTAlgorithm {
        try await Secret(secret).algorithm
    }

    static func rsa() async throws -> any JWTAlgorithm {
        try await JWTKeyCollection().add(rsa: rsaKey, digestAlgorithm: .sha256).getKey()
    }

    static func pss() async throws -> any JWTAlgorithm {
        try await JWTKeyCollection().add(pss: rsaKey, digestAlgorithm: .sha256).getKey()
    }

    static func rsaJWK(
        kid: String = "rsa", extra: [String: JSONValue] = ["alg": "RS256", "use": "sig"]
    ) throws -> JSONValue {
        let modulus = try modulus
        return .object(["kty": "RSA", "kid": .string(kid), "n": .string(modulus), "e": "AQAB"].merging(extra) { $1 })
    }

    /// 1024 bits, which nobody should believe.
    static func weakRSAJWK() throws -> JSONValue {
        let key = try _RSA.Signing.PrivateKey(unsafeKeySize: _RSA.Signing.KeySize(bitCount: 1024))
        let modulus = try key.publicKey.getKeyPrimitives().modulus
        return ["kty": "RSA", "kid": "weak", "alg": "RS256", "e": "AQAB", "n": .string(Base64URL.encode(modulus))]
    }

    static func set(_ keys: JSONValue...) -> String {
        JSONValue.object(["keys": .array(keys)]).jsonText
    }

    /// As a host would publish it, which makes it no secret.
    static var rsaPublic: String {
        get throws { try rsaKey.publicKey.pemRepresentation }
    }

    static var modulus: String {
        get throws { Base64URL.encode(try rsaKey.publicKey.getKeyPrimitives().modulus) }
    }

    private static let rsaResult = Result {
        try JWTKit.Insecure.RSA.PrivateKey(backing: _RSA.Signing.PrivateKey(keySize: .bits2048))
    }

    private static var rsaKey: JWTKit.Insecure.RSA.PrivateKey {
        get throws { try rsaResult.get() }
    }
}

/// An ES256 or EdDSA key with the JWK that a host would publish.
struct TestKey {
    let algorithm: any JWTAlgorithm
    let jwk: JSONValue

    static func es256(kid: String) async throws -> TestKey {
        let key = ES256PrivateKey()
        let point = try #require(key.parameters)
        return TestKey(
            algorithm: try await JWTKeyCollection().add(ecdsa: key).getKey(),
            jwk: [
                "kty": "EC", "crv": "P-256", "kid": .string(kid), "alg": "ES256",
                "x": .string(point.x.urlSafe), "y": .string(point.y.urlSafe),
            ])
    }

    static func eddsa(kid: String) async throws -> TestKey {
        let key = try EdDSA.PrivateKey()
        return TestKey(
            algorithm: try await JWTKeyCollection().add(eddsa: key).getKey(),
            jwk: [
                "kty": "OKP", "crv": "Ed25519", "kid": .string(kid), "alg": "EdDSA",
                "x": .string(Base64URL.encode(key.publicKey.rawRepresentation)),
            ])
    }
}

extension String {
    fileprivate var urlSafe: String {
        String(compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
    }
}

/// A token of any kind, however wrong.
func makeToken(
    _ claims: JSONValue,
    by key: any JWTAlgorithm,
    alg: String? = nil,
    kid: String? = nil,
    header: [String: JSONValue] = [:]
) throws -> String {
    var header = header
    header["alg"] = .string(alg ?? key.name)
    header["kid"] = kid.map { .string($0) }
    let signed = [JSONValue.object(header), claims].map { Base64URL.encode($0.jsonText.utf8) }.joined(separator: ".")
    return signed + "." + Base64URL.encode(try key.sign(Data(signed.utf8)))
}
