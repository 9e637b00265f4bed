/// The signatures that are believed (RFC 7518, RFC 8037). Everything else, `none` first of all, is refused.
enum SigningAlgorithm: String, CaseIterable, Sendable {
    case hs256 = "HS256"
    case rs256 = "RS256"
    case es256 = "ES256"
    case eddsa = "EdDSA"
}
