import Notifications

/// The query parameters of the list.
struct ListQuery {
    var filter = Filter()
    var position = Position.page(1)
    var size = 20

    init(_ query: inout Query, _ catalogue: Catalogue) throws {
        filter.isRead = query.bool("is_read")
        filter.types = query.choices("notification_type", among: catalogue.types.map(\.name))
        filter.severities = query.choices("severity", among: Severity.allCases.map(\.rawValue))
            .compactMap { Severity(rawValue: $0) }
        filter.category = query.choice("category", among: catalogue.categories.map(\.rawValue))
            .map { Category(rawValue: $0) }
        filter.site = query.identifier("site")
        filter.createdAfter = query.date("created_after")
        filter.createdBefore = query.date("created_before")
        filter.object = query.objectLink()
        size = Int(min(query.int("page_size", in: 1 ... .max) ?? 20, Int64(Inbox.maximumPageSize)))
        let page = query.isPresent("page") ? query.value("page") : nil
        if query.isPresent("cursor") {
            if page != nil { query.refuse("cursor", "cannot be used together with page") }
            position = try Position(cursor: query.value("cursor") ?? "")
        } else if let page {
            // As Django REST framework has it: a page that is no number is a page that does not exist.
            guard let number = Int64(digits: page), number > 0 else { throw NotificationError.noPage }
            position = .page(Int(number))
        }
    }
}

extension Position {
    /// Opaque to clients; empty: the beginning.
    init(cursor: String) throws(NotificationError) {
        guard let side = cursor.first else {
            self = .before(nil)
            return
        }
        guard let id = Int64(digits: cursor.dropFirst()), id >= 0, side == "b" || side == "a" else {
            throw NotificationError(.notFound, "Invalid cursor.")
        }
        self = side == "b" ? .before(Identifier(id)) : .after(Identifier(id))
    }

    static func cursor(before id: Identifier<Notification>) -> String { "b\(id)" }

    static func cursor(after id: Identifier<Notification>) -> String { "a\(id)" }
}

extension Query {
    /// Each value of a repeatable parameter; those that are not valid are refused.
    fileprivate mutating func choices(_ name: String, among valid: [String]) -> [String] {
        let values = values(name)
        if !values.allSatisfy(valid.contains) {
            refuse(name, "must be one of \(valid.joined(separator: ", "))")
        }
        return values
    }

    fileprivate mutating func objectLink() -> ObjectLink? {
        let (type, id) = (string("content_type", limit: Limit.contentType), string("object_id", limit: Limit.objectID))
        if let type, let id { return ObjectLink(contentType: type, objectID: id) }
        if type != nil { refuse("object_id", "is required with content_type") }
        if id != nil { refuse("content_type", "is required with object_id") }
        return nil
    }
}
