package import Postgres

/// A notification as PostgreSQL has sent it, not taken apart: for who writes it on at once.
package struct NotificationRow: Sendable {
    package let row: Row

    /// In the order of `Notification.columns` and the two after them.
    package enum Column: Int {
        case id, account, user, roles, type, severity, title, message, site, siteName, contentType, objectID, actionURL
        case actionLabel, metadata, createdAt, updatedAt, isRead, readAt
    }

    package subscript(column: Column) -> Int { column.rawValue }

    package var id: Identifier<Notification> { Identifier(row.integer(self[.id]) ?? 0) }

    /// - Throws: when the columns are of other types. Those of one result are the same in all of its rows, so that the first
    ///   tells for all.
    static func all(_ rows: some Collection<Row>) throws -> [NotificationRow] {
        if let first = rows.first { _ = try NotificationRow(row: first).notification() }
        return rows.map { NotificationRow(row: $0) }
    }

    func notification() throws -> Notification {
        try Notification(row[columns: 0..<Notification.columnCount])
    }
}
