import HTTPTypes
import Hummingbird
import Notifications

extension Demo {
    /// Makes the bell ring, in the account of who is signed in.
    @Sendable func announce(_ call: Call) async throws -> Response {
        let session = try signedIn(call)
        let severity = try await call.form { fields in
            let severity = fields.choice("severity", of: Severity.self)
            if severity == nil { fields.refuse("severity", "is required") }
            return severity
        }
        guard let severity else { throw NotificationError.invalid("severity", "is required") }
        let site = session.account.sites.randomElement()
        let receipt = try await service.announce(
            Self.announcement(severity, about: site), Envelope(account: session.account.id, site: site))
        guard call.head.headerFields.list(.accept).contains(where: { $0.hasPrefix("application/json") }) else {
            return .seeOther(referringPath(call) ?? Self.inbox)
        }
        return .json(status: .created) { body in
            if let notification = receipt?.notification {
                body.notification(notification, catalogue)
            } else {
                body.null()
            }
        }
    }

    private static func announcement(_ severity: Severity, about site: Identifier<Site>?) -> Announcement {
        switch severity {
        case .info:
            site == nil
                ? .systemInfo(title: "Planned maintenance", message: "Tonight from 02:00 to 02:30 UTC.")
                : .keywordsImported(count: .random(in: 2...200))
        case .success:
            .clusteringComplete(clusterCount: .random(in: 2...12), keywordCount: .random(in: 20...200))
        case .warning:
            .creditsLow(percentageUsed: .random(in: 80...95), creditsRemaining: .random(in: 20...200))
        case .error:
            .contentFailed(error: "The language model did not answer in time")
        }
    }

    /// The page of ours that the form was on.
    private func referringPath(_ call: Call) -> String? {
        guard let referrer = call.head.headerFields[.referer], let host = call.loopbackHost,
            referrer.hasPrefix("http://\(host)/")
        else { return nil }
        return WebAddress(String(referrer.dropFirst("http://\(host)".count)))?.description
    }
}
