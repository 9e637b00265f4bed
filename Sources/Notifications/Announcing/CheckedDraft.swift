import FoundationEssentials
import Postgres

/// A draft that can be stored: every text within its limit and free of what PostgreSQL or a browser would choke on.
struct CheckedDraft: Sendable {
    let envelope: Envelope
    let audience: Audience
    let type: String
    let severity: Severity
    let title: String
    let message: String
    let action: Action?
    let metadata: JSONText
    let createdAt: Date?
    /// The caller's arguments in one canonical text, if there is an idempotency key: the same key with another one is a
    /// conflict.
    let arguments: String?

    /// - Parameter wordedFrom: the arguments that title, message and action were worded from, when the caller did not
    ///   choose those; a later release may word them otherwise, and a site be renamed, without making it a conflict.
    /// - Throws: `NotificationError.invalid` with every field that is bad.
    init(
        _ draft: NotificationDraft, in catalogue: Catalogue, wordedFrom: [String: JSONValue]? = nil
    ) throws(NotificationError) {
        var errors = FieldErrors()
        let audience = draft.envelope.audience ?? .account
        let type = catalogue[draft.type]
        if type == nil {
            errors.refuse(
                "notification_type",
                "is not a known type; known are \(catalogue.types.map(\.name).joined(separator: ", "))")
        }
        errors.text("title", draft.title, limit: Limit.title, isRequired: true)
        errors.text("message", draft.message, limit: Limit.message, isMultiline: true)
        errors.link("action_url", draft.action?.url)
        errors.text("action_label", draft.action?.label, limit: Limit.actionLabel)
        if audience.roles == [] { errors.refuse("roles", "must name at least one role") }
        errors.text("content_type", draft.envelope.object?.contentType, limit: Limit.contentType, isRequired: true)
        errors.text("object_id", draft.envelope.object?.objectID, limit: Limit.objectID, isRequired: true)
        errors.text("idempotency_key", draft.envelope.idempotencyKey, limit: Limit.idempotencyKey, isRequired: true)
        let metadata = errors.metadata("metadata", draft.metadata)
        errors.time("created_at", draft.createdAt)
        try errors.finish()
        self.envelope = draft.envelope
        self.audience = audience
        self.type = draft.type
        self.severity = draft.severity ?? type?.severity ?? .info
        self.title = draft.title
        self.message = draft.message
        self.action = draft.action
        self.metadata = JSONText(metadata)
        self.createdAt = draft.createdAt
        arguments = draft.envelope.idempotencyKey.map { _ in Self.arguments(of: draft, audience, wordedFrom) }
    }

    private static func arguments(
        of draft: NotificationDraft, _ audience: Audience, _ wordedFrom: [String: JSONValue]?
    ) -> String {
        var arguments: [String: JSONValue] = [
            "type": .string(draft.type),
            "user": audience.user.map { .int($0.rawValue) } ?? .null,
            "site": draft.envelope.site.map { .int($0.rawValue) } ?? .null,
            "object": draft.envelope.object.map { [.string($0.contentType), .string($0.objectID)] } ?? .null,
            "arguments": .object(wordedFrom ?? Self.wording(of: draft)),
        ]
        if let roles = audience.roles {
            arguments["roles"] = .array(roles.map { .string($0.rawValue) })
        }
        // Its numbers are finite: they are in the metadata.
        return JSONValue.object(arguments).canonicalText ?? ""
    }

    private static func wording(of draft: NotificationDraft) -> [String: JSONValue] {
        [
            "severity": draft.severity.map { .string($0.rawValue) } ?? .null,
            "title": .string(draft.title),
            "message": .string(draft.message),
            "action": draft.action.map { [.string($0.url), $0.label.map { .string($0) } ?? .null] } ?? .null,
            "metadata": .object(draft.metadata),
        ]
    }
}
