import Hummingbird
import Notifications

extension Routes {
    /// What a user wants to hear of, and what holds in their account for who has not chosen.
    var choosing: [Route] {
        let base = "/api/v1/notifications/preferences/"
        return [
            Route(.get, base, .user(preferences)),
            Route(.patch, base, .user(changePreferences)),
            Route(.get, base + "defaults/", .user(defaults)),
            Route(.patch, base + "defaults/", .user(changeDefaults)),
        ]
    }

    @Sendable private func preferences(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        return try await conditional(call, for: viewer) {
            try await choices.listing(for: viewer)
        } _: {
            $0.preferences($1)
        }
    }

    @Sendable private func changePreferences(_ viewer: Viewer, _ call: Call) async throws -> Response {
        let preferences = try await choices.update(changes(call), for: viewer)
        return .json { $0.preferences(preferences) }
    }

    @Sendable private func defaults(_ viewer: Viewer, _ call: Call) async throws -> Response {
        try call.noQuery()
        return try await conditional(call, for: viewer) {
            try await choices.listingDefaults(for: viewer)
        } _: {
            $0.preferences($1)
        }
    }

    @Sendable private func changeDefaults(_ viewer: Viewer, _ call: Call) async throws -> Response {
        let preferences = try await choices.updateDefaults(changes(call), for: viewer)
        return .json { $0.preferences(preferences) }
    }

    private func changes(_ call: Call) async throws -> [String: Preference.Change] {
        try call.noQuery()
        return try PreferenceChanges(await call.members(), types: catalogue.types.map { ($0.name, $0) }).byType
    }
}

extension JSONWriter {
    fileprivate mutating func preferences(_ preferences: [Preference]) {
        object {
            $0.key("results")
            $0.array { for preference in preferences { preference.write(to: &$0) } }
        }
    }
}

extension Preference: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("notification_type", type.name)
            $0.field("label", type.label)
            $0.field("category", type.category.rawValue)
            $0.field("severity", type.severity.rawValue)
            $0.field("enabled", isEnabled)
            $0.field("push", isPushed)
            $0.field("is_locked", type.isLocked)
            $0.field("is_default", isDefault)
            $0.key("default")
            $0.object {
                $0.field("enabled", defaults.isEnabled)
                $0.field("push", defaults.isPushed)
            }
        }
    }
}
