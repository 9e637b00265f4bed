public import FoundationEssentials
public import Postgres

/// What happened, once, as one viewer sees it.
public struct Notification: Hashable, Sendable {
    public let id: Identifier<Notification>
    public let account: Identifier<Account>
    public let audience: Audience
    /// The wire name of its type, such as `ai_cluster_complete`.
    public let type: String
    public let severity: Severity
    public let title: String
    public let message: String
    public let site: SiteReference?
    public let object: ObjectLink?
    public let action: Action?
    /// A JSON object, as PostgreSQL writes it.
    public let metadata: JSONText
    public let createdAt: Date
    public let updatedAt: Date
    public let isRead: Bool
    /// When the viewer read it; nil while unread.
    public let readAt: Date?

    /// The site as it is called today.
    public struct SiteReference: Hashable, Sendable {
        public let id: Identifier<Site>
        public let name: String
    }
}

/// A link to any object of the host's: what kind it is and its id there.
public struct ObjectLink: Hashable, Sendable {
    /// At most 100 code points, such as `content`.
    public let contentType: String
    /// At most 255 code points: a number, a UUID, whatever the host uses.
    public let objectID: String

    public init(contentType: String, objectID: String) {
        self.contentType = contentType
        self.objectID = objectID
    }
}

/// Where a notification leads.
public struct Action: Hashable, Sendable {
    /// http(s), or a path of the host's own: one `/` not followed by `/` or `\`. At most 500 code points.
    public let url: String
    /// At most 50 code points; nil: the client chooses.
    public let label: String?

    public init(url: String, label: String?) {
        self.url = url
        self.label = label
    }
}
