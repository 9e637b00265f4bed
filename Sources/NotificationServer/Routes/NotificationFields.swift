import Notifications
import Postgres

/// What is shown of a notification.
enum NotificationField {
    case id, uuid, type, severity, title, message, isRead, createdAt, readAt, actionLabel, actionURL, site, metadata
    case user, roles, contentType, objectID, category, updatedAt
    /// The message, `null` where there is none.
    case body
}

/// What a notification is written from: one taken apart, or a row as it came.
protocol NotificationFields {
    func write(_ field: NotificationField, to writer: inout JSONWriter, _ catalogue: Catalogue)
}

extension Notification: NotificationFields {
    func write(_ field: NotificationField, to writer: inout JSONWriter, _ catalogue: Catalogue) {
        switch field {
        case .id: writer.value(id)
        case .uuid: writer.value(id.uuid)
        case .type: writer.value(type)
        case .severity: writer.value(severity.rawValue)
        case .title: writer.value(title)
        case .message: writer.value(message)
        case .body: writer.value(message.isEmpty ? nil : message)
        case .isRead: writer.value(isRead)
        case .createdAt: writer.value(createdAt)
        case .readAt: writer.value(readAt)
        case .actionLabel: writer.value(action?.label)
        case .actionURL: writer.value(action?.url)
        case .site: writer.value(site)
        case .metadata: writer.value(metadata)
        case .user: writer.value(audience.user)
        case .roles: writer.value(audience.roles)
        case .contentType: writer.value(object?.contentType)
        case .objectID: writer.value(object?.objectID)
        case .category: writer.value(catalogue[type]?.category.rawValue)
        case .updatedAt: writer.value(updatedAt)
        }
    }
}

/// From PostgreSQL's buffer to the answer's, without a copy in between.
extension NotificationRow: NotificationFields {
    func write(_ field: NotificationField, to writer: inout JSONWriter, _ catalogue: Catalogue) {
        switch field {
        case .id: writer.value(id)
        case .uuid: writer.value(id.uuid)
        case .type: text(.type, to: &writer)
        case .severity: text(.severity, to: &writer)
        case .title: text(.title, to: &writer)
        case .message: text(.message, to: &writer)
        case .body:
            if row.withBytes(of: self[.message], { $0?.isEmpty ?? true }) {
                writer.null()
            } else {
                text(.message, to: &writer)
            }
        case .isRead: writer.value(row.bool(self[.isRead]))
        case .createdAt: time(.createdAt, to: &writer)
        case .readAt: time(.readAt, to: &writer)
        case .actionLabel: text(.actionLabel, to: &writer)
        case .actionURL: text(.actionURL, to: &writer)
        case .site: site(to: &writer)
        case .metadata: metadata(to: &writer)
        case .user: writer.value(row.integer(self[.user]).map { Identifier<User>($0) })
        case .roles: writer.value(roles)
        case .contentType: text(.contentType, to: &writer)
        case .objectID: text(.objectID, to: &writer)
        case .category: writer.value(type.flatMap { catalogue[$0]?.category.rawValue })
        case .updatedAt: time(.updatedAt, to: &writer)
        }
    }

    private var type: String? {
        row.withBytes(of: self[.type]) { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    private var roles: [Role]? {
        let column = self[.roles]
        let names = try? row[columns: column..<column + 1].decode([String]?.self)
        return names.map { names in Role.allCases.filter { names.contains($0.rawValue) } }
    }

    private func text(_ column: Column, to writer: inout JSONWriter) {
        row.withBytes(of: self[column]) { bytes in
            if let bytes { writer.string(bytes) } else { writer.null() }
        }
    }

    private func metadata(to writer: inout JSONWriter) {
        row.withBytes(of: self[.metadata]) { bytes in
            guard let bytes, !bytes.isEmpty else { return writer.null() }
            // A byte for the version stands before the text.
            writer.raw(UnsafeRawBufferPointer(rebasing: bytes[1...]))
        }
    }

    private func time(_ column: Column, to writer: inout JSONWriter) {
        if let time = row.integer(self[column]) {
            writer.date(Timestamp(postgres: time))
        } else {
            writer.null()
        }
    }

    private func site(to writer: inout JSONWriter) {
        guard let id = row.integer(self[.site]) else { return writer.null() }
        writer.object { body in
            body.field("id", Identifier<Site>(id))
            body.key("name")
            text(.siteName, to: &body)
        }
    }
}
