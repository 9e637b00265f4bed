import HTTPTypes
import Notifications
import Postgres

@testable import NotificationServer

extension Pool {
    /// Nobody asks it anything.
    static let unreachable = Pool(Configuration(url: "host=/nowhere"), logger: quiet)
}

extension String {
    /// A route's path with a number, or an event's name, for each parameter.
    var filledIn: String {
        var path = self
        for (parameter, value) in [
            ("{id}", "1"), ("{account_id}", "1"), ("{user_id}", "1"), ("{site_id}", "1"),
            ("{event}", "credits_depleted"), ("{version}", "000000000000"), ("{name}", "icon.svg"),
        ] { path = path.replacing(parameter, with: value) }
        return path
    }
}

extension Route {
    /// All of the server's, to look at. Were the browser's files amiss there would be none, which `TenantIsolationTests`
    /// sees.
    static let all = (try? Routes(.unreachable, catalogue: .standard).all) ?? []

    /// A file for browsers.
    var isAsset: Bool { path == "/assets/{version}/{name}" || Assets.files.keys.contains(String(path.dropFirst())) }

    var verb: String { method.rawValue }
    /// `GET /api/v1/notifications/{id}/`.
    var name: String { "\(verb) \(path)" }
}
