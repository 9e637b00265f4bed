public import FoundationEssentials

/// What a host tells of a user; what is nil stays as it is.
public struct UserDetails: Hashable, Sendable {
    public var uuid: UUID?
    /// At most 254 code points.
    public var email: String?
    /// At most 200 code points.
    public var name: String?
    /// nil for a new user: viewer.
    public var role: Role?
    /// An inactive user may not read.
    public var isActive: Bool?

    public init(
        uuid: UUID? = nil, email: String? = nil, name: String? = nil, role: Role? = nil, isActive: Bool? = nil
    ) {
        self.uuid = uuid
        self.email = email
        self.name = name
        self.role = role
        self.isActive = isActive
    }

    /// What is told, of all that tokens tell too.
    var told: [String] {
        [role.map { _ in "role" }, email.map { _ in "email" }, name.map { _ in "name" }].compactMap { $0 }
    }

    func check() throws(NotificationError) {
        var errors = FieldErrors()
        errors.text("email", email, limit: Limit.email)
        errors.text("name", name, limit: Limit.name)
        try errors.finish()
    }
}
