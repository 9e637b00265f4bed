public import FoundationEssentials
public import Postgres

/// Who is told of a notification at once: the active users in its audience who have neither muted its type nor asked not
/// to be told.
public struct Recipients: Sendable {
    public struct Recipient: Hashable, Sendable {
        public let id: Identifier<User>
        public let uuid: UUID?
    }

    public let catalogue: Catalogue
    let pool: Pool

    public init(_ pool: Pool, catalogue: Catalogue = .standard) {
        self.pool = pool
        self.catalogue = catalogue
    }

    /// At most `limit` of them, by their ids, as things are now.
    /// - Parameter last: the last one of those before; nil: from the beginning.
    public func list(
        of notification: Notification, after last: Identifier<User>? = nil, limit: Int = 1000
    ) async throws -> [Recipient] {
        try await translated {
            try await pool.read(Self.users(in: notification, after: last, limit: limit, catalogue)).map { row in
                let (id, uuid) = try row.decode(Int64.self, UUID?.self)
                return Recipient(id: Identifier(id), uuid: uuid)
            }
        }
    }

    static func users(
        in notification: Notification, after last: Identifier<User>?, limit: Int, _ catalogue: Catalogue
    ) -> SQL {
        let rules = PreferenceRules(account: "\(notification.account)", catalogue: catalogue)
        let isAddressed: SQL =
            switch notification.audience {
            case .account: "true"
            case .roles: "u.role = any(\(notification.audience.roles?.map(\.rawValue) ?? []))"
            case .user(let user): "u.id = \(user)"
            }
        return """
            select u.id, u.uuid
            from notify.users u
            where u.account_id = \(notification.account)
              and u.id > \(last?.rawValue ?? .min)
              and u.is_active
              and \(isAddressed)
              and \(rules.isOn(.enabled, type: "\(notification.type)", for: "u.id"))
              and \(rules.isOn(.push, type: "\(notification.type)", for: "u.id"))
            order by u.id
            limit \(limit)
            """
    }
}
