import JWTKit
import Notifications

/// The keys of a JSON Web Key Set (RFC 7517) that can be believed, each for the one algorithm it is for.
///
/// jwt-kit 5.7 refuses a whole set for one key that it does not know, falls back to the first key for an unknown `kid`,
/// and lets the first token choose the algorithm of a key without `alg`. So the set is read here; jwt-kit is handed one
/// public key at a time, with its algorithm, and gives back what checks a signature.
struct PublicKeys: Sendable {
    private struct Name: Hashable {
        let kid: String
        let algorithm: SigningAlgorithm
    }

    private static let limit = 100

    private var keys: [Name: any JWTAlgorithm] = [:]

    static let none = PublicKeys()

    private init() {}

    /// Reads a set, leaving out every key that is not for checking signatures of an algorithm we know, or has no `kid`.
    /// - Throws: `JSONParser.Failure` or `NoKeys` when it is no key set, or none of its keys can be used.
    init(jwks: [UInt8]) async throws {
        guard case .object(let set) = try JSONParser.parse(jwks), case .array(let members)? = set["keys"] else {
            throw NoKeys()
        }
        for case .object(let member) in members.prefix(Self.limit) {
            guard let (kid, algorithm, jwk) = Self.jwk(member) else { continue }
            let collection = JWTKeyCollection()
            guard (try? await collection.add(jwk: jwk)) != nil,
                let key = try? await collection.getKey(for: JWKIdentifier(string: kid)),
                key.name == algorithm.rawValue
            else { continue }
            let name = Name(kid: kid, algorithm: algorithm)
            if keys[name] == nil { keys[name] = key }
        }
        guard !keys.isEmpty else { throw NoKeys() }
    }

    /// It is not a key set, or there is no key in it that could be used.
    struct NoKeys: Error {}

    func key(_ kid: String, _ algorithm: SigningAlgorithm) -> (any JWTAlgorithm)? {
        keys[Name(kid: kid, algorithm: algorithm)]
    }

    var isEmpty: Bool { keys.isEmpty }

    /// The public part of a key, with its algorithm filled in when the set leaves it out.
    private static func jwk(_ member: [String: JSONValue]) -> (String, SigningAlgorithm, JWK)? {
        guard let kid = member.text("kid"), !kid.isEmpty, let type = member.text("kty"),
            member["use"] == nil || member.text("use") == "sig", member.mayVerify
        else { return nil }
        let name = JWKIdentifier(string: kid)
        let key: (algorithm: SigningAlgorithm, jwk: JWK)
        switch type {
        case "RSA":
            guard let modulus = member.text("n"), let exponent = member.text("e") else { return nil }
            key = (.rs256, .rsa(.rs256, identifier: name, modulus: modulus, exponent: exponent))
        case "EC":
            guard member.text("crv") == "P-256", let x = member.text("x"), let y = member.text("y") else { return nil }
            key = (.es256, .ecdsa(.es256, identifier: name, x: x, y: y, curve: .p256))
        case "OKP":
            guard member.text("crv") == "Ed25519", let x = member.text("x") else { return nil }
            key = (.eddsa, .octetKeyPair(.eddsa, identifier: name, x: x, y: nil, curve: .ed25519))
        default: return nil
        }
        guard member["alg"] == nil || member.text("alg") == key.algorithm.rawValue else { return nil }
        return (kid, key.algorithm, key.jwk)
    }
}

extension [String: JSONValue] {
    fileprivate func text(_ name: String) -> String? {
        guard case .string(let text)? = self[name] else { return nil }
        return text
    }

    /// Whether `key_ops`, if it is there, allows to check signatures.
    fileprivate var mayVerify: Bool {
        guard let operations = self["key_ops"] else { return true }
        guard case .array(let names) = operations else { return false }
        return names.contains(.string("verify"))
    }
}
