public import Postgres

/// What users want to hear of: per type, whether it exists for them and whether they are told at once.
///
/// Calls throw `NotificationError`: `.invalid` for a type that is not in the catalogue, or a locked one that is to be
/// switched off, `.forbidden` for an account's defaults unless the viewer is an owner or an admin, `.unavailable` and
/// `.outcomeUnknown` when PostgreSQL is out of reach.
public struct Preferences: Sendable {
    public let catalogue: Catalogue
    let pool: Pool
    let doorbell: Doorbell

    /// - Parameter doorbell: rung after every change, for open inboxes (`LiveFeed`); nil: one of its own.
    public init(_ pool: Pool, catalogue: Catalogue = .standard, doorbell: Doorbell? = nil) {
        self.pool = pool
        self.doorbell = doorbell ?? Doorbell(pool)
        self.catalogue = catalogue
    }

    /// What the viewer wants of each type, in the catalogue's order.
    public func list(for viewer: Viewer) async throws -> [Preference] {
        try await listing(for: viewer).value
    }

    /// What holds for the users of an account who have not chosen otherwise, in the catalogue's order.
    public func defaults(for viewer: Viewer) async throws -> [Preference] {
        try await listingDefaults(for: viewer).value
    }

    /// As `list`, with the state that it was read in.
    package func listing(for viewer: Viewer) async throws -> (state: InboxState, value: [Preference]) {
        try await read(of: viewer.user, for: viewer)
    }

    /// As `defaults`, with the state that it was read in.
    package func listingDefaults(for viewer: Viewer) async throws -> (state: InboxState, value: [Preference]) {
        try await read(of: Self.everybody, for: viewer)
    }

    /// Changes what the viewer wants of some types, at once and in every list and count of theirs.
    /// - Parameter changes: by the types' names.
    /// - Returns: what holds then.
    @discardableResult
    public func update(_ changes: [String: Preference.Change], for viewer: Viewer) async throws -> [Preference] {
        try check(changes)
        return try await write(changes, of: viewer.user, for: viewer)
    }

    /// Changes what holds for the users of an account who have not chosen otherwise.
    @discardableResult
    public func updateDefaults(_ changes: [String: Preference.Change], for viewer: Viewer) async throws -> [Preference]
    {
        guard viewer.role.administersAccount else {
            throw NotificationError(.forbidden, "Only an owner or an admin may change the account's defaults.")
        }
        try check(changes)
        return try await write(changes, of: Self.everybody, for: viewer)
    }

    static let everybody = Identifier<User>(0)

    private func check(_ changes: [String: Preference.Change]) throws(NotificationError) {
        var errors = FieldErrors()
        for (name, change) in changes.sorted(by: { $0.key < $1.key }) {
            guard let type = catalogue[name] else {
                let known = catalogue.types.map(\.name).joined(separator: ", ")
                errors.refuse(String(name.unicodeScalars.prefix(100)), "is not a known type; known are \(known)")
                continue
            }
            guard type.isLocked else { continue }
            if change.enabled == .set(false) { errors.refuse("\(name).enabled", "cannot be switched off") }
            if change.push == .set(false) { errors.refuse("\(name).push", "cannot be switched off") }
        }
        try errors.finish()
    }
}
