import FoundationEssentials
import Hummingbird
import Notifications

extension Routes {
    /// The second source document's "Endpoints", to the letter.
    var orion: [Route] {
        let base = "/api/v1/identity/notifications/"
        return [
            Route(.get, base, .user(list)),
            Route(.patch, base + "{id}/read/", .user(read)),
            Route(.post, base + "read-all/", .user(readAll)),
            Route(.get, base + "unread-count/", .user(unreadCount)),
            Route(.get, base + "preferences/", .user(preferences)),
            Route(.put, base + "preferences/", .user(changePreferences)),
        ]
    }

    /// A page beyond the end is an empty one, and a size beyond the largest is the largest: `page_size` of the answer says
    /// which it was.
    @Sendable private func list(_ viewer: Viewer, _ call: Call) async throws -> Response {
        let (isUnread, page, size) = try call.query {
            (
                $0.bool("unread") ?? false, Int($0.int("page", in: 1 ... .max) ?? 1),
                Int(min($0.int("page_size", in: 1 ... .max) ?? 20, Int64(Inbox.maximumPageSize)))
            )
        }
        var filter = Filter()
        if isUnread { filter.isRead = false }
        return try await conditional(call, for: viewer) {
            try await self.page(page, size: size, filter, for: viewer)
        } _: { body, found in
            body.object {
                $0.key("items")
                $0.array { for row in found.rows { $0.orion(row, catalogue) } }
                $0.field("total", found.total)
                $0.field("page", page)
                $0.field("page_size", size)
            }
        }
    }

    private func page(
        _ number: Int, size: Int, _ filter: Filter, for viewer: Viewer
    ) async throws -> (state: InboxState, value: (total: Int, rows: [NotificationRow])) {
        do {
            let (state, page) = try await inbox.listing(filter, position: .page(number), size: size, for: viewer)
            return (state, (page.count, page.rows))
        } catch let error as NotificationError where error == .noPage {
            let (state, newest) = try await inbox.listing(filter, size: 1, for: viewer)
            let pages = newest.count / size + (newest.count % size == 0 ? 0 : 1)
            // By now there may be such a page.
            if number <= pages { return try await self.page(number, size: size, filter, for: viewer) }
            return (state, (newest.count, []))
        }
    }

    @Sendable private func read(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        try await call.optionalBody { _ in }
        guard let id = UUID(uuidString: call.parameter("id")).flatMap({ Identifier<Notification>($0) }) else {
            throw NotificationError(.notFound, "No such notification.")
        }
        try await inbox.markRead(id, for: viewer)
        return .json { $0.object { $0.field("status", "ok") } }
    }

    @Sendable private func readAll(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        try await call.optionalBody { _ in }
        let count = try await inbox.markAllRead(for: viewer)
        return .json {
            $0.object {
                $0.field("status", "ok")
                $0.field("marked", count)
            }
        }
    }

    @Sendable private func unreadCount(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        return try await conditional(call, for: viewer) {
            try await inbox.countingUnread(for: viewer)
        } _: { body, count in
            body.object { $0.field("count", count) }
        }
    }

    @Sendable private func preferences(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        return try await conditional(call, for: viewer) {
            try await choices.listing(for: viewer)
        } _: {
            $0.orion($1)
        }
    }

    @Sendable private func changePreferences(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        let types = NotificationType.Orion.all.map { ($0.orionKey, catalogue[$0.name] ?? $0) }
        let changes = try PreferenceChanges(await call.members(), types: types)
        let preferences = try await choices.update(changes.byType, for: viewer)
        return .json { $0.orion(preferences) }
    }
}

extension JSONWriter {
    /// The document's six types, in its order.
    fileprivate mutating func orion(_ preferences: [Preference]) {
        object { body in
            for type in NotificationType.Orion.all {
                guard let preference = preferences.first(where: { $0.type.name == type.name }) else { continue }
                body.key(type.orionKey)
                body.object {
                    $0.field("enabled", preference.isEnabled)
                    $0.field("push", preference.isPushed)
                }
            }
        }
    }
}

extension NotificationType {
    /// `trend_detected` of `trend.detected`.
    fileprivate var orionKey: String { name.replacing(".", with: "_") }
}
