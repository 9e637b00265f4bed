import Notifications
import Postgres
import Testing

/// What users want to hear of.
@Suite struct PreferencesTests {
    private let world: World
    private let admin: Viewer
    private let member: Viewer
    private let preferences: Preferences

    init() async throws {
        world = try await World.shared.value
        let account = world.newAccount()
        admin = try await world.member(1, of: account, role: .admin)
        member = try await world.member(2, of: account)
        preferences = Preferences(world.pool)
    }

    private func preference(_ type: String, for viewer: Viewer) async throws -> Preference? {
        try await preferences.list(for: viewer).first { $0.type.name == type }
    }

    @Test func `the defaults are the second document's`() async throws {
        let all = try await preferences.list(for: member)
        #expect(all.map(\.type.name) == Catalogue.standard.types.map(\.name))
        #expect(all.filter { !$0.isDefault }.isEmpty)
        let off = all.filter { !$0.isEnabled }.map(\.type.name)
        #expect(off == ["pipeline.stage_changed", "content.created"])
        #expect(all.filter { !$0.isPushed }.map(\.type.name) == off)
        #expect(all.filter(\.type.isLocked).map(\.type.name) == ["credits_depleted"])
    }

    @Test func `a user's own choice beats the account's default, which beats the catalogue's`() async throws {
        try await preferences.updateDefaults(
            ["credits_low": .init(enabled: .set(false), push: .set(false))], for: admin)
        let changed = try await preference("credits_low", for: member)
        #expect(changed?.isEnabled == false && changed?.isPushed == false && changed?.isDefault == true)
        try await preferences.update(["credits_low": .init(enabled: .set(true))], for: member)
        let own = try await preference("credits_low", for: member)
        #expect(own?.isEnabled == true && own?.isPushed == false && own?.isDefault == false)
        #expect(own?.defaults.isEnabled == false && own?.defaults.isPushed == false)
        try await preferences.update(["credits_low": .init(enabled: .cleared)], for: member)
        #expect(try await preference("credits_low", for: member) == changed)
        try await preferences.updateDefaults(["credits_low": .init(enabled: .cleared, push: .cleared)], for: admin)
        #expect(try await preference("credits_low", for: member)?.isEnabled == true)
        #expect(try await world.rows(in: "preferences", of: admin.account) == 0, "what says nothing is not kept")
    }

    @Test func `muting hides at once what is there, and unmuting shows what was recorded`() async throws {
        let account = admin.account
        try await world.announce(to: account)
        let mine = try await world.announce("Mine", to: account, user: member.user)
        try await preferences.update(["system_info": .init(enabled: .set(false))], for: member)
        let hidden = try await world.announce("Hidden", to: account)
        let dropped = try await world.service.create(
            NotificationDraft(
                Envelope(account: account, audience: .user(member.user)), type: "system_info", title: "Dropped"))
        #expect(dropped == nil, "a personal one is not recorded at all")
        #expect(try await world.inbox.list(for: member).count == 0)
        #expect(try await world.inbox.unreadCount(for: member) == 0)
        #expect(try await world.inbox.markAllRead(through: mine, for: member) == 0)
        await expectRefusal(.notFound) { try await world.inbox.notification(hidden, for: member) }
        await expectRefusal(.notFound) { try await world.inbox.dismiss(mine, for: member) }
        #expect(try await world.inbox.unreadCount(for: admin) == 2, "others are not concerned")
        try await preferences.update(["system_info": .init(enabled: .cleared)], for: member)
        let shown = try await world.inbox.list(for: member).notifications
        #expect(shown.map(\.isRead) == [false, true, true], "a mark covers what was muted below it")
    }

    @Test func `what cannot be is refused by name`() async throws {
        await expectRefusal(.invalid, fields: ["nonsense", "credits_depleted.enabled", "credits_depleted.push"]) {
            try await preferences.update(
                [
                    "nonsense": .init(enabled: .set(true)),
                    "credits_depleted": .init(enabled: .set(false), push: .set(false)),
                ], for: member)
        }
        await expectRefusal(.invalid) {
            try await preferences.updateDefaults(["credits_depleted": .init(push: .set(false))], for: admin)
        }
        await expectRefusal(.forbidden) {
            try await preferences.updateDefaults(["credits_low": .init(push: .set(false))], for: member)
        }
        await expectRefusal(.unauthenticated) {
            let nobody = Viewer(account: admin.account, user: 99, role: .owner)
            try await preferences.update(["credits_low": .init(push: .set(false))], for: nobody)
        }
        #expect(try await world.rows(in: "preferences", of: admin.account) == 0)
        try await preferences.update(["credits_depleted": .init(enabled: .set(true))], for: member)
    }

    @Test func `sixteen changes at once are all kept`() async throws {
        let names = Catalogue.standard.types.filter { !$0.isLocked }.prefix(16).map(\.name)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for name in names {
                group.addTask { try await preferences.update([name: .init(push: .set(false))], for: member) }
            }
            try await group.waitForAll()
        }
        let off = try await preferences.list(for: member).filter { !$0.isPushed && !$0.isDefault }.map(\.type.name)
        #expect(off == names)
    }

    @Test func `a replayed key answers with what it made, though its type is muted since`() async throws {
        let envelope = Envelope(account: admin.account, audience: .user(member.user), idempotencyKey: "a")
        let draft = NotificationDraft(envelope, type: "system_info", title: "News")
        let first = try await world.service.create(draft)
        try await preferences.update(["system_info": .init(enabled: .set(false))], for: member)
        let second = try await world.service.create(draft)
        #expect(second?.isReplay == true && first?.id == second?.id)
    }
}
