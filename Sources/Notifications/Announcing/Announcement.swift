/// Something worth announcing, worded: what it is, what it says, where it leads.
///
/// Each factory is one row of the source document's "Notification Types". The counts and texts given are kept as the
/// notification's metadata, under the names the wire uses.
public struct Announcement: Sendable {
    let type: NotificationType
    let title: String
    let message: Message
    let action: @Sendable (Identifier<Site>?) -> Action?
    let arguments: [Argument]

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
        arguments: [Argument] = []
    ) {
        self.init(type, title: title, message, arguments: arguments, action: { _ in action })
    }

    init(
        _ type: NotificationType,
        title: String,
        _ message: Message,
        arguments: [Argument] = [],
        action: @escaping @Sendable (Identifier<Site>?) -> Action?
    ) {
        self.type = type
        self.title = title
        self.message = message
        self.arguments = arguments
        self.action = action
    }
}

extension Announcement {
    /// What the caller gave, under the name the wire uses, and what it may be.
    enum Argument: Sendable {
        /// 0 or more.
        case count(String, Int)
        /// 0 to 100.
        case percentage(String, Int)
        /// 1 to 200 code points, in one line.
        case title(String, String)
        /// Made fit to show already, or checked as the message it is part of.
        case text(String, String)
    }

    /// The arguments by name.
    /// - Throws: `NotificationError.invalid` with each that is not what it may be.
    func metadata() throws(NotificationError) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        var errors = FieldErrors()
        for argument in arguments {
            switch argument {
            case .count(let name, let number):
                if number < 0 { errors.refuse(name, "must not be negative") }
                values[name] = .int(Int64(number))
            case .percentage(let name, let number):
                if !(0...100).contains(number) { errors.refuse(name, "must be between 0 and 100") }
                values[name] = .int(Int64(number))
            case .title(let name, let text):
                errors.text(name, text, limit: Limit.title, isRequired: true)
                values[name] = .string(text)
            case .text(let name, let text):
                values[name] = .string(text)
            }
        }
        try errors.finish()
        return values
    }
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
