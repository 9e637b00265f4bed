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
    /// Of the caller's own choice; kept as metadata beside the arguments.
    var details: [String: JSONValue] = [:]
    /// Whom it is for when the caller does not say; nil: everybody.
    var audience: Audience?

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
        /// Of any length, since it is cut when it is worded, but not blank; not kept as metadata.
        case words(String, String)
    }

    /// The arguments by name: what is kept of them as metadata, and all that this is worded from.
    /// - Throws: `NotificationError.invalid` with each that is not what it may be.
    func checked() throws(NotificationError) -> (metadata: [String: JSONValue], all: [String: JSONValue]) {
        var values = details
        var words: [String: JSONValue] = [:]
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
                errors.text(name, text, limit: Limit.subject, isRequired: true)
                values[name] = .string(text)
            case .text(let name, let text):
                values[name] = .string(text)
            case .words(let name, let text):
                if text.allSatisfy(\.isWhitespace) { errors.refuse(name, "must not be empty") }
                words[name] = .string(text)
            }
        }
        try errors.finish()
        return (values, words.isEmpty ? values : ["metadata": .object(values), "words": .object(words)])
    }
}

/// "1 cluster", "5 clusters".
func counted(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? singular : plural ?? singular + "s")"
}

/// An error message from elsewhere, made fit to show: at most 500 code points, no NUL (PostgreSQL stores none).
func shown(_ error: String) -> String {
    let text = cut(error, to: 500) { $0 == "\0" ? "\u{FFFD}" : $0 }
    return text.allSatisfy(\.isWhitespace) ? "Unknown error" : text
}

/// A title with words from elsewhere in it, made fit to show: one line that is not too long.
func shown(title: String) -> String {
    cut(title, to: Limit.title) { $0.properties.generalCategory == .control ? " " : $0 }
}

private func cut(_ text: String, to limit: Int, _ replace: (Unicode.Scalar) -> Unicode.Scalar) -> String {
    let scalars = text.unicodeScalars
    let isLong = scalars.dropFirst(limit).first != nil
    var shown = String(String.UnicodeScalarView(scalars.prefix(isLong ? limit - 1 : limit).map(replace)))
    if isLong { shown += "…" }
    return shown
}
