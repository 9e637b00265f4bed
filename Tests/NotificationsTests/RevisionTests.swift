import Notifications
import Postgres
import Testing

/// Revisions rise with every change of what is listed or read, and with nothing else.
@Suite struct RevisionTests {
    private struct Revisions: Equatable {
        var feed: Int64
        var reader: Int64
    }

    private let world: World
    private let viewer: Viewer

    init() async throws {
        world = try await World.shared.value
        viewer = try await world.member(1, of: world.newAccount(), role: .admin)
    }

    private func revisions() async throws -> Revisions {
        let rows = try await world.pool.read(
            """
            select f.revision, r.revision
            from notify.feeds f
            join notify.readers r on r.account_id = f.account_id and r.reader_id = \(viewer.user)
            where f.account_id = \(viewer.account)
            """)
        let (feed, reader) = try rows[0].decode(Int64.self, Int64.self)
        return Revisions(feed: feed, reader: reader)
    }

    /// By how much they rise.
    private func rise(_ body: () async throws -> Void) async throws -> Revisions {
        let before = try await revisions()
        try await body()
        let after = try await revisions()
        return Revisions(feed: after.feed - before.feed, reader: after.reader - before.reader)
    }

    @Test func `a feed's revision rises with what its lists contain`() async throws {
        let (account, id) = (viewer.account, try await world.announce(to: viewer.account))
        let announced = try await rise { try await world.announce(to: account) }
        #expect(announced == Revisions(feed: 1, reader: 0))
        let renamed = try await rise { try await world.directory.put(site: 3, in: account, name: "Blog") }
        #expect(renamed == Revisions(feed: 0, reader: 0))
        let again = try await rise { try await world.directory.put(site: 3, in: account, name: "Journal") }
        #expect(again == Revisions(feed: 1, reader: 0))
        let same = try await rise { try await world.directory.put(site: 3, in: account, name: "Journal") }
        #expect(same == Revisions(feed: 0, reader: 0))
        let retracted = try await rise { try await world.inbox.retract(id, for: viewer) }
        #expect(retracted == Revisions(feed: 1, reader: 0))
    }

    @Test func `a reader's revision rises with their own reads and dismissals, and stays where nothing changes`()
        async throws
    {
        let first = try await world.announce(to: viewer.account)
        let second = try await world.announce(to: viewer.account)
        let (changed, unchanged) = (Revisions(feed: 0, reader: 1), Revisions(feed: 0, reader: 0))
        for expected in [changed, unchanged] {
            let read = try await rise { try await world.inbox.markRead(first, for: viewer) }
            #expect(read == expected)
        }
        for expected in [changed, unchanged] {
            let unread = try await rise { try await world.inbox.markUnread(first, for: viewer) }
            #expect(unread == expected)
        }
        for expected in [changed, unchanged] {
            let all = try await rise { try await world.inbox.markAllRead(for: viewer) }
            #expect(all == expected)
        }
        let dismissed = try await rise { try await world.inbox.dismiss(second, for: viewer) }
        #expect(dismissed == changed)
        let gone = try await rise { _ = try? await world.inbox.dismiss(second, for: viewer) }
        #expect(gone == unchanged)
    }

    @Test func `a preference is the reader's own, a default and a role are everybody's and theirs`() async throws {
        let preferences = Preferences(world.pool)
        let (changed, unchanged) = (Revisions(feed: 0, reader: 1), Revisions(feed: 0, reader: 0))
        for expected in [changed, unchanged] {
            let muted = try await rise {
                try await preferences.update(["system_info": .init(enabled: .set(false))], for: viewer)
            }
            #expect(muted == expected)
        }
        for expected in [Revisions(feed: 1, reader: 0), unchanged] {
            let all = try await rise {
                try await preferences.updateDefaults(["system_info": .init(push: .set(false))], for: viewer)
            }
            #expect(all == expected)
        }
        for expected in [changed, unchanged] {
            let cleared = try await rise {
                try await preferences.update(["system_info": .init(enabled: .cleared)], for: viewer)
            }
            #expect(cleared == expected)
        }
        for expected in [changed, unchanged] {
            let demoted = try await rise {
                try await world.directory.put(user: viewer.user, in: viewer.account, UserDetails(role: .viewer))
            }
            #expect(demoted == expected)
        }
    }
}
