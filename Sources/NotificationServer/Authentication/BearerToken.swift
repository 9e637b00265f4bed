import FoundationEssentials
import HTTPTypes
import Notifications

/// A JSON Web Token in compact form (RFC 7515, section 7.1), taken apart but not yet believed.
struct BearerToken {
    /// Longer ones are refused unread.
    static let maximumLength = 8192

    let header: [String: JSONValue]
    let claims: [String: JSONValue]
    /// What is signed: the first two parts and the dot between them.
    let signed: ArraySlice<UInt8>
    let signature: Data

    init(_ token: String) throws(AuthenticationFailure) {
        let bytes = [UInt8](token.utf8)
        guard bytes.count <= Self.maximumLength else {
            throw .invalid("The token is longer than \(Self.maximumLength) bytes.")
        }
        let dot = UInt8(ascii: ".")
        let parts = bytes.split(separator: dot, maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]), let claims = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2]), !signature.isEmpty
        else { throw .invalid("The token is not a signed JSON Web Token.") }
        self.header = try Self.object(header, "header")
        self.claims = try Self.object(claims, "payload")
        self.signed = bytes[..<(bytes.lastIndex(of: dot) ?? 0)]
        self.signature = signature
    }

    /// The token in an `Authorization` header (RFC 6750, section 2.1).
    static func read(_ headers: HTTPFields) throws(AuthenticationFailure) -> String {
        guard let value = headers[.authorization] else { throw .missing }
        let words = value.split(separator: " ", maxSplits: 1)
        guard let scheme = words.first, scheme.lowercased() == "bearer" else { throw .missing }
        let token = words.dropFirst().first.map { $0.drop { $0 == " " } } ?? ""
        guard !token.isEmpty, !token.contains(" "), !token.contains(",") else {
            throw .invalid("The Authorization header must be the word Bearer and one token.")
        }
        return String(token)
    }

    /// The token in an `Authorization` header, else the one that is offered as the subprotocol `bearer.<token>`: a page
    /// can set no header when it opens a socket.
    static func read(
        _ headers: HTTPFields, orAmong subprotocols: HTTPField.Name
    ) throws(AuthenticationFailure) -> String {
        let offered = Set(headers.list(subprotocols).filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) })
        do {
            return try read(headers)
        } catch .missing where !offered.isEmpty {
            guard let token = offered.first, offered.count == 1, !token.isEmpty else {
                throw .invalid("There must be one token among the subprotocols, after \(prefix)")
            }
            return String(token)
        }
    }

    private static let prefix = "bearer."

    private static func object(_ bytes: Data, _ part: String) throws(AuthenticationFailure) -> [String: JSONValue] {
        guard case .object(let members)? = try? JSONParser.parse([UInt8](bytes)) else {
            throw .invalid("The token's \(part) is not a JSON object.")
        }
        return members
    }
}
