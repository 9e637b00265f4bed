import HTTPTypes
import Hummingbird
import Notifications

extension Routes {
    /// How backends in any language announce things.
    var announcing: [Route] {
        [
            Route(.post, "/api/v1/notify/{event}/", .service(scope: Scope.write, notify)),
            Route(.post, "/api/v1/notifications/", .service(scope: Scope.write, create)),
        ]
    }

    /// A typed method by its event's name.
    @Sendable private func notify(_ token: ServiceToken, _ call: Call) async throws -> Response {
        try call.noQuery()
        let event = call.parameter("event")
        if event == "credits_balance" { return try await creditsBalance(token, call) }
        let (announcement, envelope) = try await call.body { body in
            (try Announcement.named(event, &body), body.envelope(token, call, settings))
        }
        return created(try await service.announce(announcement, envelope.opened(by: token, directory)))
    }

    /// The credit alert as a decision: 204 when none is due.
    private func creditsBalance(_ token: ServiceToken, _ call: Call) async throws -> Response {
        let (total, remaining, sent) = try await call.body { body in
            (
                Int(body.int("credits_total", in: 0 ... .max)), Int(body.int("credits_remaining", in: 0 ... .max)),
                body.envelope(token, call, settings)
            )
        }
        let envelope = try await sent.opened(by: token, directory)
        let receipt = try await service.notifyCreditsBalance(
            account: envelope.account, creditsTotal: total, creditsRemaining: remaining,
            to: envelope.audience ?? .account,
            site: envelope.site, object: envelope.object, idempotencyKey: envelope.idempotencyKey)
        return created(receipt)
    }

    /// One that no typed method words.
    @Sendable private func create(_ token: ServiceToken, _ call: Call) async throws -> Response {
        try call.noQuery()
        let (unsent, envelope) = try await call.body { body in
            let envelope = body.envelope(token, call, settings)
            let draft = NotificationDraft(
                envelope.unchecked,
                type: body.string("notification_type", limit: Limit.typeName),
                severity: body.optionalChoice("severity"),
                title: body.string("title", limit: Limit.title),
                message: body.optionalString("message", limit: Limit.message) ?? "",
                action: body.action(),
                metadata: body.optionalObject("metadata") ?? [:]
            )
            return (draft, envelope)
        }
        var draft = unsent
        draft.envelope = try await envelope.opened(by: token, directory)
        return created(try await service.create(draft))
    }

    /// 201 with the notification, 200 when the idempotency key was seen before, 204 when nothing was recorded.
    private func created(_ receipt: Receipt?) -> Response {
        guard let receipt else { return .noContent }
        return .json(
            status: receipt.isReplay ? .ok : .created,
            headers: [.location: "/api/v1/notifications/\(receipt.id)/"]
        ) { body in
            if let notification = receipt.notification {
                body.notification(notification, catalogue)
            } else {
                // It was made then, and deleted since.
                body.object { $0.field("id", receipt.id) }
            }
        }
    }
}
