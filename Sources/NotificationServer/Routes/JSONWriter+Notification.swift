import Notifications
import Postgres

extension JSONWriter {
    /// The source document's object, and the fields it lacks after it.
    mutating func notification(_ notification: Notification, _ catalogue: Catalogue) {
        object { writer in
            writer.key("id")
            writer.identifier(notification.id)
            writer.key("notification_type")
            writer.string(notification.type)
            writer.key("severity")
            writer.string(notification.severity.rawValue)
            writer.key("title")
            writer.string(notification.title)
            writer.key("message")
            writer.string(notification.message)
            writer.key("is_read")
            writer.bool(notification.isRead)
            writer.key("created_at")
            writer.date(notification.createdAt)
            writer.key("read_at")
            writer.optional(notification.readAt) { $0.date($1) }
            writer.key("action_label")
            writer.optional(notification.action?.label) { $0.string($1) }
            writer.key("action_url")
            writer.optional(notification.action?.url) { $0.string($1) }
            writer.key("site")
            writer.optional(notification.site) { writer, site in
                writer.object {
                    $0.key("id")
                    $0.identifier(site.id)
                    $0.key("name")
                    $0.string(site.name)
                }
            }
            writer.key("metadata")
            writer.raw(notification.metadata.text)
            writer.key("user")
            writer.optional(notification.user) { $0.identifier($1) }
            writer.key("content_type")
            writer.optional(notification.object?.contentType) { $0.string($1) }
            writer.key("object_id")
            writer.optional(notification.object?.objectID) { $0.string($1) }
            writer.key("category")
            writer.optional(catalogue[notification.type]?.category.rawValue) { $0.string($1) }
            writer.key("updated_at")
            writer.date(notification.updatedAt)
        }
    }

    /// `null` for nil.
    mutating func optional<Value>(_ value: Value?, _ write: (inout JSONWriter, Value) -> Void) {
        if let value { write(&self, value) } else { null() }
    }
}
