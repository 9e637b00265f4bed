import FoundationEssentials
import Notifications

extension Caller {
    static let servicePrefix = "service:"

    /// Who the claims name. They are believed: the signature, the times and the audience have been checked.
    init(_ claims: Claims, expiresAt: Date) throws(AuthenticationFailure) {
        if let name = Self.serviceName(claims) {
            self = .service(try ServiceToken(name: name, claims, expiresAt: expiresAt))
        } else {
            self = .user(try UserToken(claims, expiresAt: expiresAt))
        }
    }

    /// The service that the token is for, if it is for one.
    static func serviceName(_ claims: Claims) -> String? {
        guard case .string(let subject)? = claims["sub"], subject.hasPrefix(servicePrefix) else { return nil }
        return String(subject.dropFirst(servicePrefix.count))
    }
}

extension UserToken {
    fileprivate init(_ claims: Claims, expiresAt: Date) throws(AuthenticationFailure) {
        subject = try Self.subject(claims)
        account = try claims.identifier("account_id")
        if let role = try claims.text("role", limit: 50) {
            guard let known = Role(rawValue: role) else {
                let valid = Role.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid("The token's role must be one of \(valid).")
            }
            self.role = known
        } else {
            role = nil
        }
        email = try claims.text("email", limit: Limit.email)
        name = try claims.text("name", limit: Limit.name)
        issuedAt = try claims.date("iat")
        self.expiresAt = expiresAt
    }

    private static func subject(_ claims: Claims) throws(AuthenticationFailure) -> Subject {
        guard let value = claims["sub"] else { throw .invalid("The token has no sub.") }
        if case .string(let text) = value, let uuid = UUID(uuidString: text) { return .uuid(uuid) }
        guard let id: Identifier<User> = try? claims.identifier("sub") else {
            throw .invalid("The token's sub must be a user's number or UUID, or begin with \(Caller.servicePrefix)")
        }
        return .id(id)
    }
}

extension ServiceToken {
    fileprivate init(name: String, _ claims: Claims, expiresAt: Date) throws(AuthenticationFailure) {
        guard (1...100).contains(name.unicodeScalars.count) else {
            throw .invalid("The token's sub must have a name of at most 100 characters after \(Caller.servicePrefix)")
        }
        self.name = name
        scopes = Set(try claims.text("scope", limit: 2000)?.split(separator: " ").map(String.init) ?? [])
        account = try claims.identifier("account_id")
        issuedAt = try claims.date("iat")
        self.expiresAt = expiresAt
    }
}
