import Notifications

extension InboxPage.Item {
    /// What the columns are called where programs read them.
    static let fieldNames = [
        "id", "is_read", "severity", "notification_type", "created_at", "title", "message", "site",
    ]

    /// In full, each in one line: an end of a line in a text is `↵`.
    var fields: [String] {
        [
            String(id), String(isRead), severity, notificationType, createdAt.timestamp.text, title, message ?? "",
            site.map { $0.name ?? String($0.id) } ?? "",
        ].map { String(safe: $0) }
    }
}
