import FoundationEssentials
import Postgres
import Testing

@testable import Notifications

/// A viewer who is checked again with every statement is the one whom admission would give.
@Suite struct ViewerClaimsTests {
    let uuid = UUID()

    private func claims(_ account: Identifier<Account>) -> [UserClaims] {
        var all: [UserClaims] = []
        for subject in [UserClaims.Subject.id(5), .uuid(uuid)] {
            for role in [nil, Role.editor, .owner] {
                for issuedAt in [nil, Date(timeIntervalSinceNow: -86_400), Date(timeIntervalSinceNow: 86_400)] {
                    for (email, name) in [(nil, nil), ("a@example.com", "Ann")] as [(String?, String?)] {
                        all.append(
                            UserClaims(
                                account: account, subject: subject, role: role, email: email, name: name,
                                issuedAt: issuedAt))
                    }
                }
            }
        }
        return all
    }

    @Test func `whatever the host tells, the check says what admission would`() async throws {
        let world = try await World.shared.value
        let (account, directory) = (world.newAccount(), world.directory)
        let claims = claims(account)
        let steps: [@Sendable () async throws -> Void] = [
            { [uuid] in try await directory.put(user: 5, in: account, UserDetails(uuid: uuid)) },
            { _ = try await directory.admit(claims[2]) },
            { _ = try await directory.admit(claims[10]) },
            { try await directory.put(user: 5, in: account, UserDetails(email: "b@example.com")) },
            { try await directory.put(user: 5, in: account, UserDetails(role: .owner)) },
            { try await directory.put(user: 5, in: account, UserDetails(isActive: false)) },
            { try await directory.put(user: 5, in: account, UserDetails(isActive: true)) },
            { try await directory.put(user: 6, in: account) },
            { try await directory.delete(user: 5, in: account) },
            { _ = try await directory.admit(claims[4]) },
            { try await directory.delete(account: account) },
            { try await directory.put(account: account) },
        ]
        var (same, changed) = (0, 0)
        for step in steps {
            try await step()
            for claims in claims {
                let known = try? await directory.look(up: claims)
                let others = [(5, .owner), (5, .viewer), (6, .owner)].map { (user: Identifier<User>, role: Role) in
                    Viewer(account: account, user: user, role: role)
                }
                for var viewer in Set(others + (known.map { [$0.viewer] } ?? [])) {
                    viewer.claims = claims
                    let isSame = known?.viewer == viewer && known?.isActive == true && known?.isCurrent == true
                    let isHeld = try await isHeld(viewer, world.inbox)
                    #expect(isHeld == isSame, "\(viewer)")
                    if isSame { same += 1 } else { changed += 1 }
                }
            }
        }
        #expect(same > 50 && changed > 50)
    }

    private func isHeld(_ viewer: Viewer, _ inbox: Inbox) async throws -> Bool {
        do {
            _ = try await inbox.state(for: viewer)
            return true
        } catch is ViewerChanged {
            return false
        }
    }

    @Test func `when the viewer is another, nothing is read or written`() async throws {
        let world = try await World.shared.value
        var viewer = try await world.member(5, of: world.newAccount(), role: .admin)
        let id = try await world.announce(to: viewer.account)
        viewer.claims = UserClaims(account: viewer.account, subject: .id(5), role: .admin)
        try await world.inbox.markUnread(id, for: viewer)
        var before = try await world.inbox.state(for: viewer)
        try await world.directory.put(user: 5, in: viewer.account, UserDetails(isActive: false))
        before.readerRevision += 1  // of which open inboxes are told by it
        let (inbox, preferences, gone) = (world.inbox, Preferences(world.pool), viewer)
        let change: [String: Preference.Change] = ["system_info": .init(enabled: .set(false))]
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await inbox.list(for: gone) }, { _ = try await inbox.notification(id, for: gone) },
            { _ = try await inbox.unreadCount(for: gone) }, { try await inbox.markRead(id, for: gone) },
            { try await inbox.markUnread(id, for: gone) }, { try await inbox.markAllRead(for: gone) },
            { try await inbox.markAllRead(about: .init(contentType: "a", objectID: "1"), for: gone) },
            { try await inbox.dismiss(id, for: gone) }, { try await inbox.retract(id, for: gone) },
            { _ = try await preferences.list(for: gone) }, { _ = try await preferences.defaults(for: gone) },
            { try await preferences.update(change, for: gone) },
            { try await preferences.updateDefaults(change, for: gone) },
        ]
        for call in calls { await #expect(throws: ViewerChanged.self) { try await call() } }
        // Whoever is not checked sees that all is as it was.
        viewer.claims = nil
        let after = try await inbox.state(for: viewer)
        #expect(after == before)
        #expect(try await inbox.unreadCount(for: viewer) == 1)
    }

    @Test func `claims are no part of who a viewer is`() {
        var viewer = Viewer(account: 1, user: 2, role: .editor)
        let plain = viewer
        viewer.claims = UserClaims(account: 1, subject: .id(2))
        #expect(viewer == plain && viewer.hashValue == plain.hashValue)
        #expect(viewer != Viewer(account: 1, user: 2, role: .owner))
    }
}
