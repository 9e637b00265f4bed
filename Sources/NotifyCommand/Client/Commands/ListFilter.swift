import ArgumentParser
import Notifications

/// Which notifications are listed. Values that the server does not know are its to refuse: it may have types of its own.
struct ListFilter: ParsableArguments {
    @Flag(help: "Only what is unread.")
    var unread = false

    @Option(
        parsing: .upToNextOption,
        help: "Only these severities: \(Severity.allCases.map(\.rawValue).joined(separator: ", ")).",
        completion: .list(Severity.allCases.map(\.rawValue)))
    var severity: [String] = []

    @Option(
        parsing: .upToNextOption, help: "Only these types, such as credits_low; `notify preferences` shows them.",
        completion: .list(Catalogue.standard.types.map(\.name)))
    var type: [String] = []

    @Option(
        help: "Only this category, such as \(Category.aiOperations.rawValue) or \(Category.credits.rawValue).",
        completion: .list(Catalogue.standard.categories.map(\.rawValue)))
    var category: String?

    @Option(help: "Only what is about this site.")
    var site: Int64?

    /// The parameters of the list, as they stand in its address.
    var query: [String] {
        (unread ? ["is_read=false"] : [])
            + severity.map { "severity=\($0.percentEncoded)" }
            + type.map { "notification_type=\($0.percentEncoded)" }
            + (category.map { ["category=\($0.percentEncoded)"] } ?? [])
            + (site.map { ["site=\($0)"] } ?? [])
    }

    /// Whether the list would have it.
    func includes(_ item: InboxPage.Item) -> Bool {
        (!unread || !item.isRead) && (severity.isEmpty || severity.contains(item.severity))
            && (type.isEmpty || type.contains(item.notificationType))
            && (category.map { $0 == item.category } ?? true) && (site.map { $0 == item.site?.id } ?? true)
    }
}

extension String {
    /// For a value in an address's query: all but RFC 3986's unreserved characters as `%` and two digits.
    var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            let scalar = Unicode.Scalar(byte)
            let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            if isLetter || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar) {
                text.unicodeScalars.append(scalar)
            } else {
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }
}
