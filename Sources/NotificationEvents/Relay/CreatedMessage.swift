import FoundationEssentials
import Notifications
import Postgres

/// What `orion.notification.created` says of a notification, once for each who is told: the second source document's
/// "Real-Time Delivery".
struct CreatedMessage {
    private let front: String
    private let back: String

    init(_ notification: Notification) {
        front = #"{"id":"\#(notification.id.uuid.uuidString.lowercased())","user_id":""#
        back =
            #"","account_id":\#(notification.account),"type":\#(notification.type.json)"#
            + #","title":\#(notification.title.json)"#
            + #","body":\#(notification.message.isEmpty ? "null" : notification.message.json)"#
            // As PostgreSQL has it, so it is JSON.
            + #","metadata":\#(notification.metadata.text)"#
            + #","is_read":false,"read_at":null,"created_at":"\#(Timestamp(notification.createdAt).text)"}"#
    }

    func text(for recipient: Recipients.Recipient) -> String {
        front + (recipient.uuid?.uuidString.lowercased() ?? "\(recipient.id)") + back
    }
}

extension String {
    /// Quoted and escaped.
    fileprivate var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // Any text can be encoded.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? #""""#
    }
}
