import Notifications
import Postgres

extension JSONWriter {
    /// The source document's object, and the fields it lacks after it.
    mutating func notification(_ notification: Notification, _ catalogue: Catalogue) {
        object {
            $0.field("id", notification.id)
            $0.field("notification_type", notification.type)
            $0.field("severity", notification.severity.rawValue)
            $0.field("title", notification.title)
            $0.field("message", notification.message)
            $0.field("is_read", notification.isRead)
            $0.field("created_at", notification.createdAt)
            $0.field("read_at", notification.readAt)
            $0.field("action_label", notification.action?.label)
            $0.field("action_url", notification.action?.url)
            $0.field("site", notification.site)
            $0.field("metadata", notification.metadata)
            $0.field("user", notification.audience.user)
            $0.field("roles", notification.audience.roles)
            $0.field("content_type", notification.object?.contentType)
            $0.field("object_id", notification.object?.objectID)
            $0.field("category", catalogue[notification.type]?.category.rawValue)
            $0.field("updated_at", notification.updatedAt)
        }
    }

    /// The second source document's object.
    mutating func orion(_ notification: Notification) {
        object {
            $0.field("id", notification.id.uuid)
            $0.field("type", notification.type)
            $0.field("title", notification.title)
            $0.field("body", notification.message.isEmpty ? nil : notification.message)
            $0.field("metadata", notification.metadata)
            $0.field("is_read", notification.isRead)
            $0.field("read_at", notification.readAt)
            $0.field("created_at", notification.createdAt)
        }
    }
}

extension Notification.SiteReference: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("id", id)
            $0.field("name", name)
        }
    }
}

extension JSONText: JSONWritable {
    /// As PostgreSQL has it, so it is valid.
    func write(to writer: inout JSONWriter) { writer.raw(text) }
}
