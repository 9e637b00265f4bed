import HTTPTypes
import Hummingbird
import Notifications

extension Routes {
    /// The source document's "API Endpoints", and what it lacks: one notification, unread again, and the sites to choose
    /// from.
    var reading: [Route] {
        let base = "/api/v1/notifications/"
        return [
            Route(.get, base, .user(list)),
            Route(.get, base + "unread-count/", .user(unreadCount)),
            Route(.post, base + "read-all/", .user(readAll)),
            Route(.get, base + "{id}/", .user(one)),
            Route(
                .delete, base + "{id}/",
                .either(scope: Scope.write, user: dismiss, service: retract)),
            Route(.post, base + "{id}/read/", .user(read)),
            Route(.post, base + "{id}/unread/", .user(unread)),
            Route(.get, "/api/v1/sites/", .user(sites)),
        ]
    }

    @Sendable private func list(_ viewer: Viewer, _ call: Call) async throws -> Response {
        let query = try call.query { try ListQuery(&$0, catalogue) }
        return try await conditional(call, for: viewer) {
            try await inbox.listing(query.filter, position: query.position, size: query.size, for: viewer)
        } _: { body, page in
            let links = PageLinks(call, query.position, page)
            body.object {
                $0.field("count", page.count)
                if !page.isCountExact { $0.field("count_exact", false) }
                $0.field("next", links.next)
                $0.field("previous", links.previous)
                $0.key("results")
                $0.array { for row in page.rows { $0.notification(row, catalogue) } }
            }
        }
    }

    @Sendable private func one(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        let id = try call.identifier("id", of: Notification.self)
        return try await conditional(call, for: viewer) {
            try await inbox.viewing(id, for: viewer)
        } _: {
            $0.notification($1, catalogue)
        }
    }

    @Sendable private func unreadCount(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        return try await conditional(call, for: viewer) {
            try await inbox.countingUnread(for: viewer)
        } _: { body, count in
            body.object { $0.field("unread_count", count) }
        }
    }

    @Sendable private func sites(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        let sites = try await inbox.sites(for: viewer)
        return conditional(call, for: viewer) { body in
            body.object {
                $0.key("results")
                $0.array {
                    for site in sites {
                        $0.object {
                            $0.field("id", site.id)
                            $0.field("name", site.name)
                        }
                    }
                }
            }
        }
    }

    @Sendable private func read(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        try await call.optionalBody { _ in }
        return .readState(try await inbox.markRead(call.identifier("id"), for: viewer))
    }

    @Sendable private func unread(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        try await call.optionalBody { _ in }
        return .readState(try await inbox.markUnread(call.identifier("id"), for: viewer))
    }

    @Sendable private func readAll(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        let (through, object) = try await call.optionalBody { body in
            (
                body.optionalInt("through", in: 0 ... .max).map { Identifier<Notification>($0) },
                body.objectLink()
            )
        }
        let count =
            if let object {
                try await inbox.markAllRead(about: object, through: through, for: viewer)
            } else {
                try await inbox.markAllRead(through: through, for: viewer)
            }
        return .json {
            $0.object {
                $0.field("updated_count", count)
                $0.field("message", "Marked \(count) \(count == 1 ? "notification" : "notifications") as read")
            }
        }
    }

    @Sendable private func dismiss(_ viewer: Viewer, _ call: Call) async throws -> Response {
        let isForEveryone = try call.query { $0.choice("for", among: ["everyone"]) != nil }
        let id = try call.identifier("id", of: Notification.self)
        if isForEveryone {
            try await inbox.retract(id, for: viewer)
        } else {
            try await inbox.dismiss(id, for: viewer)
        }
        return .noContent
    }

    @Sendable private func retract(_ token: ServiceToken, _ call: Call) async throws -> Response {
        let named = try call.query { $0.identifier("account_id", of: Account.self) }
        guard let account = named ?? token.account ?? settings.defaultAccount else {
            throw NotificationError.invalid("account_id", "is required")
        }
        try token.mayAct(for: account)
        try await service.retract(call.identifier("id"), in: account)
        return .noContent
    }
}

extension Response {
    fileprivate static func readState(_ state: Inbox.ReadState) -> Response {
        .json {
            $0.object {
                $0.field("id", state.id)
                $0.field("is_read", state.isRead)
                $0.field("read_at", state.readAt)
            }
        }
    }
}
