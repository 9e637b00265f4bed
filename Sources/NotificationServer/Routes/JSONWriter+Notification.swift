import Notifications
import Postgres

extension JSONWriter {
    /// The source document's object, and the fields it lacks after it.
    mutating func notification(_ notification: some NotificationFields, _ catalogue: Catalogue) {
        write(
            notification, catalogue,
            [
                ("id", .id), ("notification_type", .type), ("severity", .severity), ("title", .title),
                ("message", .message), ("is_read", .isRead), ("created_at", .createdAt), ("read_at", .readAt),
                ("action_label", .actionLabel), ("action_url", .actionURL), ("site", .site), ("metadata", .metadata),
                ("user", .user), ("roles", .roles), ("content_type", .contentType), ("object_id", .objectID),
                ("category", .category), ("updated_at", .updatedAt),
            ])
    }

    /// The second source document's object.
    mutating func orion(_ notification: some NotificationFields, _ catalogue: Catalogue) {
        write(
            notification, catalogue,
            [
                ("id", .uuid), ("type", .type), ("title", .title), ("body", .body), ("metadata", .metadata),
                ("is_read", .isRead), ("read_at", .readAt), ("created_at", .createdAt),
            ])
    }

    private mutating func write(
        _ notification: some NotificationFields, _ catalogue: Catalogue,
        _ members: [(name: StaticString, field: NotificationField)]
    ) {
        begin("{")
        for (name, field) in members {
            key(name)
            notification.write(field, to: &self, catalogue)
        }
        end("}")
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
