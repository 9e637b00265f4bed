import HTTPTypes
import Hummingbird
import Notifications

extension Routes {
    /// What browsers are sent, for hosts' pages and for ours.
    var web: [Route] {
        Assets.files.keys.sorted().map { name in
            Route(.get, "/\(name)", .open { call in try await asset(name, call, caching: "no-cache") })
        } + [
            Route(.get, "/assets/{version}/{name}", .open(versioned)),
            Route(.get, "/account/notifications/", .open { await pages.list.answer(to: $0, caching: "no-cache") }),
            Route(.get, "/settings/notifications/", .open { await pages.settings.answer(to: $0, caching: "no-cache") }),
        ]
    }

    /// At an address that is never used for anything else. While several servers are replaced one by one, who was sent a
    /// page by one may ask another for its files: better ours than none, but not to be kept.
    @Sendable private func versioned(_ call: Call) async throws -> Response {
        let isOurs = call.parameter("version") == assets.version
        return try await asset(
            call.parameter("name"), call, caching: isOurs ? "public, max-age=31536000, immutable" : "no-store")
    }

    private func asset(_ name: String, _ call: Call, caching: String) async throws -> Response {
        guard let asset = assets[name] else {
            throw NotificationError(.notFound, "There is nothing at this address.")
        }
        return await asset.answer(to: call, caching: caching)
    }
}
