import Notifications
import Postgres

extension Play {
    private static let types = ["system_info", "trend.detected", "content.created", "credits_depleted"]

    mutating func announce() async throws -> String {
        let audience = audience()
        let type = Self.types.randomElement(using: &random) ?? ""
        let object = Bool.random(using: &random) ? String(Int.random(in: 1...3, using: &random)) : nil
        let what = "announce \(type) to \(audience)"
        let id: Identifier<Notification>
        if Int.random(in: 0..<5, using: &random) == 0 {
            id = try await insert(type, to: audience, about: object)
        } else {
            let link = object.map { ObjectLink(contentType: "content", objectID: $0) }
            let receipt = try await world.service.create(
                NotificationDraft(
                    Envelope(account: account, audience: audience, object: link), type: type, title: "News"))
            let isMuted = audience.user.map { !model.isOn(.enabled, type, for: $0) } ?? false
            expect((receipt == nil) == isMuted, "\(what): \(isMuted ? "" : "not ")recorded")
            guard let notification = receipt?.notification else { return "\(what), who has muted it" }
            id = notification.id
            let told = try await Recipients(world.pool).list(of: notification).map(\.id)
            let expected = model.recipients(of: audience, type)
            expect(told == expected, "\(what): \(told) are told, not \(expected)")
        }
        model.announce(.init(id: id, audience: audience, type: type, object: object))
        return "\(what): \(id)"
    }

    /// Plain SQL from elsewhere, which asks nobody.
    private func insert(
        _ type: String, to audience: Audience, about object: String?
    ) async throws -> Identifier<Notification> {
        let rows = try await world.pool.write(
            """
            insert into notify.notifications
                (account_id, user_id, roles, notification_type, severity, title, content_type, object_id)
            values (
                \(account), \(audience.user), \(audience.roles?.map(\.rawValue)), \(type), 'info', 'News',
                \(object.map { _ in "content" }), \(object)
            )
            returning id
            """)
        return Identifier(try rows[0].decode(Int64.self))
    }

    private mutating func audience() -> Audience {
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: .user(model.members.randomElement(using: &random) ?? 1)
        case 2, 3: .roles(Set((0...Int.random(in: 0...2, using: &random)).compactMap { _ in anyRole() }))
        default: .account
        }
    }

    private mutating func anyRole() -> Role? { Role.allCases.randomElement(using: &random) }

    mutating func changeRole(of user: Identifier<User>) async throws -> String {
        let role = anyRole() ?? .viewer
        try await world.directory.put(user: user, in: account, UserDetails(role: role))
        model.roles[user] = role
        return "\(user) is \(role) now"
    }

    /// A user's own choice or, as an admin, the account's default.
    mutating func choose(_ viewer: Viewer) async throws -> String {
        let preferences = Preferences(world.pool)
        let isDefault = Int.random(in: 0..<3, using: &random) == 0
        let type = Self.types.randomElement(using: &random) ?? ""
        let change = Preference.Change(enabled: anyValue(), push: anyValue())
        let what = "\(isDefault ? "default" : "\(viewer.user)") chooses \(change) of \(type)"
        let isRefused = type == "credits_depleted" && [change.enabled, change.push].contains(.set(false))
        do {
            let all =
                isDefault
                ? try await preferences.updateDefaults(
                    [type: change], for: Viewer(account: account, user: viewer.user, role: .owner))
                : try await preferences.update([type: change], for: viewer)
            expect(!isRefused, "\(what) was allowed")
            let reader = isDefault ? InboxModel.everybody : viewer.user
            model.choose(.init(reader: reader, type: type, column: .enabled), change.enabled)
            model.choose(.init(reader: reader, type: type, column: .push), change.push)
            for preference in all where Self.types.contains(preference.type.name) {
                let name = preference.type.name
                expect(
                    preference.isEnabled == model.isOn(.enabled, name, for: reader)
                        && preference.isPushed == model.isOn(.push, name, for: reader),
                    "\(what): \(preference)")
            }
        } catch let error as NotificationError {
            expect(isRefused && error.code == .invalid, "\(what): \(error)")
        }
        return what
    }

    private mutating func anyValue() -> Preference.Change.Value {
        [.kept, .set(true), .set(false), .set(false), .cleared].randomElement(using: &random) ?? .kept
    }
}
