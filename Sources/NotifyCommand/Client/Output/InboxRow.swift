import Notifications

/// One notification as the table shows it; its texts are safe for a terminal.
struct InboxRow: Hashable {
    var id: Int64
    var isRead: Bool
    var severity: String
    var time: RelativeTime
    var title: String
    var message: String
    var site: String
    /// Where to go; mostly empty.
    var link: String

    init(_ item: InboxPage.Item, now: Timestamp) {
        id = item.id
        isRead = item.isRead
        severity = String(safe: item.severity)
        time = RelativeTime(item.createdAt.timestamp, now: now)
        title = String(safe: item.title)
        message = String(safe: item.message ?? "")
        site = String(safe: item.site?.name ?? "")
        link = String(safe: item.actionUrl ?? "")
        if site.isEmpty, let id = item.site?.id { site = "site \(id)" }
    }

    func severity(isShort: Bool) -> String {
        guard isShort else { return severity }
        return switch Severity(rawValue: severity) {
        case .warning: "warn"
        case .success: "ok"
        default: severity
        }
    }

    func time(isShort: Bool) -> String {
        isShort ? time.short : time.long
    }

    func cells(in layout: InboxLayout) -> [TextTable.Cell] {
        [
            .init(isRead ? "" : "●", .unread),
            .init(String(id), .dim),
            .init(severity(isShort: layout.hasShortSeverities), .severity(severity)),
            .init(time(isShort: layout.hasShortTimes), .dim),
            .init(title, isRead ? .plain : .bold),
        ]
            + (layout.message == nil ? [] : [.init(message)])
            + (layout.site == nil ? [] : [.init(site, .dim)])
    }
}
