public import FoundationEssentials

/// For whom a notification is and what it is about, whatever it says.
public struct Envelope: Hashable, Sendable {
    public var account: Identifier<Account>
    /// nil: whom the announcement is for by its nature, or else everybody in the account.
    public var audience: Audience?
    public var site: Identifier<Site>?
    public var object: ObjectLink?
    /// At most 255 code points, unique in the account for 30 days: the same key again creates nothing.
    public var idempotencyKey: String?

    public init(
        account: Identifier<Account>,
        audience: Audience? = nil,
        site: Identifier<Site>? = nil,
        object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) {
        self.account = account
        self.audience = audience
        self.site = site
        self.object = object
        self.idempotencyKey = idempotencyKey
    }
}

/// A notification as a caller asks for it; `NotificationService.create` checks it.
public struct NotificationDraft: Hashable, Sendable {
    public var envelope: Envelope
    /// The wire name of a type in the service's catalogue.
    public var type: String
    /// nil: the type's own.
    public var severity: Severity?
    /// 1 to 512 code points, in one line.
    public var title: String
    /// At most 10,000 code points.
    public var message: String
    public var action: Action?
    /// At most 64 KiB as JSON, and 32 levels deep.
    public var metadata: [String: JSONValue]
    /// When it happened, for imports: never in the future, and no earlier than the account's newest. nil: now.
    public var createdAt: Date?

    public init(
        _ envelope: Envelope,
        type: String,
        severity: Severity? = nil,
        title: String,
        message: String = "",
        action: Action? = nil,
        metadata: [String: JSONValue] = [:],
        createdAt: Date? = nil
    ) {
        self.envelope = envelope
        self.type = type
        self.severity = severity
        self.title = title
        self.message = message
        self.action = action
        self.metadata = metadata
        self.createdAt = createdAt
    }
}

/// What became of a call: a new notification, or the one that the same idempotency key made before.
public struct Receipt: Hashable, Sendable {
    public let id: Identifier<Notification>
    /// Whether the key was seen before, so that nothing was created.
    public let isReplay: Bool
    /// As a member sees it who has read nothing yet; nil when it was made before and is deleted.
    public let notification: Notification?
}
