import FoundationEssentials
import Postgres

extension Notification {
    /// What a query selects of `n` (notifications) and `s` (its site), in the order in which `init(_:)` reads it;
    /// after it come `is_read` and `read_at`.
    static let columns: SQL = """
        n.id, n.account_id, n.user_id, n.roles, n.notification_type, n.severity::text, n.title, n.message, \
        n.site_id, s.name, n.content_type, n.object_id, n.action_url, n.action_label, n.metadata, \
        n.created_at, n.updated_at
        """

    /// Of those and the two after them.
    static let columnCount = 19

    init(_ row: Row) throws(PostgresError) {
        let (
            id, account, user, roles, type, severity, title, message, site, siteName, contentType, objectID, url, label,
            metadata, createdAt, updatedAt, isRead, readAt
        ) = try row.decode(
            Int64.self, Int64.self, Int64?.self, [String]?.self, String.self, String.self, String.self, String.self,
            Int64?.self, String?.self, String?.self, String?.self, String?.self, String?.self,
            JSONText.self, Date.self, Date.self, Bool.self, Date?.self
        )
        self.id = Identifier(id)
        self.account = Identifier(account)
        self.audience =
            if let user {
                .user(Identifier(user))
            } else if let roles {
                .roles(Set(roles.compactMap(Role.init(rawValue:))))
            } else {
                .account
            }
        self.type = type
        self.severity = Severity(rawValue: severity) ?? .info
        self.title = title
        self.message = message
        self.site = site.map { SiteReference(id: Identifier($0), name: siteName ?? "") }
        self.object =
            if let contentType, let objectID { ObjectLink(contentType: contentType, objectID: objectID) } else { nil }
        self.action = url.map { Action(url: $0, label: label) }
        self.metadata = metadata
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.isRead = isRead
        self.readAt = readAt
    }
}

extension Identifier: PostgresEncodable {
    public var bind: Bind { rawValue.bind }
}
