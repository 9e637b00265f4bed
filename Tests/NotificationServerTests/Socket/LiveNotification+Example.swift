import FoundationEssentials
import Postgres

@testable import Notifications

extension LiveNotification {
    /// - Parameter message: its size is that of the notification.
    static func example(_ id: Int64, message: String = "Five clusters.") -> LiveNotification {
        LiveNotification(
            Notification(
                id: Identifier(id), account: 1, audience: .account, type: "system_info", severity: .info, title: "News",
                message: message, site: nil, object: nil, action: nil, metadata: JSONText("{}"),
                createdAt: Date(timeIntervalSince1970: 1_766_917_800),
                updatedAt: Date(timeIntervalSince1970: 1_766_917_800), isRead: false, readAt: nil))
    }
}
