/// Something worth announcing, worded: what it is, what it says, where it leads.
///
/// Each factory is one row of the source document's "Notification Types". The counts and texts given are kept as the
/// notification's metadata, under the names the wire uses.
public struct Announcement: Sendable {
    let type: NotificationType
    let title: String
    let message: Message
    let action: @Sendable (Identifier<Site>?) -> Action?
    let metadata: [String: JSONValue]

    enum Message: Sendable {
        case plain(String)
        /// Needs the site's name, so the site is required.
        case site(@Sendable (String) -> String)
    }

    init(
        _ type: NotificationType,
        title: String,
        _ message: Message,
        action: Action? = nil,
        metadata: [String: JSONValue] = [:]
    ) {
        self.init(type, title: title, message, metadata: metadata, action: { _ in action })
    }

    init(
        _ type: NotificationType,
        title: String,
        _ message: Message,
        metadata: [String: JSONValue] = [:],
        action: @escaping @Sendable (Identifier<Site>?) -> Action?
    ) {
        self.type = type
        self.title = title
        self.message = message
        self.metadata = metadata
        self.action = action
    }
}

extension JSONValue {
    static func count(_ value: Int) -> JSONValue { .int(Int64(value)) }
}

/// "1 cluster", "5 clusters".
func counted(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? singular : plural ?? singular + "s")"
}

/// An error message from elsewhere, made fit to show: at most 500 code points, no NUL (PostgreSQL stores none).
func shown(_ error: String) -> String {
    let clean = error.unicodeScalars.lazy.map { $0 == "\0" ? "\u{FFFD}" : $0 }
    var text = String(String.UnicodeScalarView(clean.prefix(501)))
    if text.unicodeScalars.count > 500 {
        text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(499))) + "…"
    }
    return text.allSatisfy(\.isWhitespace) ? "Unknown error" : text
}
