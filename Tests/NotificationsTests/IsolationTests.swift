import FoundationEssentials
import Notifications
import Postgres
import Testing

/// Two accounts whose users and sites have the same numbers: what is one's is not there for the other.
@Suite struct IsolationTests {
    private struct Neighbours {
        let world: World
        let mine: Viewer
        let theirs: Viewer
        /// Theirs: one for all, one for the user whose number is mine too.
        let foreign: [Identifier<Notification>]

        init() async throws {
            world = try await World.shared.value
            mine = try await world.member(1, of: world.newAccount(), role: .owner)
            theirs = try await world.member(1, of: world.newAccount(), role: .owner)
            for viewer in [mine, theirs] { try await world.directory.put(site: 7, in: viewer.account, name: "Blog") }
            try await world.announce("Mine", to: mine.account)
            foreign = [
                try await world.service.notifyKeywordsImported(
                    account: theirs.account, site: 7, count: 1, object: ObjectLink(contentType: "a", objectID: "1")
                ).id,
                try await world.announce("Theirs", to: theirs.account, user: 1),
            ]
        }

        func theirState() async throws -> (notifications: [Notifications.Notification], unread: Int) {
            (
                try await world.inbox.list(for: theirs).notifications,
                try await world.inbox.unreadCount(for: theirs)
            )
        }
    }

    @Test func `every call with another account's notification is not found and changes nothing`() async throws {
        let here = try await Neighbours()
        let (inbox, mine) = (here.world.inbox, here.mine)
        let before = try await here.theirState()
        for id in here.foreign {
            await expectRefusal(.notFound) { try await inbox.notification(id, for: mine) }
            await expectRefusal(.notFound) { try await inbox.markRead(id, for: mine) }
            await expectRefusal(.notFound) { try await inbox.markUnread(id, for: mine) }
            await expectRefusal(.notFound) { try await inbox.dismiss(id, for: mine) }
            await expectRefusal(.notFound) { try await inbox.retract(id, for: mine) }
            await expectRefusal(.notFound) { try await here.world.service.retract(id, in: mine.account) }
        }
        try await inbox.markAllRead(for: mine)
        try await inbox.markAllRead(about: ObjectLink(contentType: "a", objectID: "1"), for: mine)
        let after = try await here.theirState()
        let marks = try await here.world.rows(in: "marks", of: mine.account)
        #expect(after.notifications == before.notifications)
        #expect(after.unread == 2)
        #expect(marks == 0)
    }

    @Test func `another account's notifications are in no list, by no filter and no position`() async throws {
        let here = try await Neighbours()
        let foreign = try #require(here.foreign.last)
        var filters = [Filter](repeating: Filter(), count: 9)
        filters[1].isRead = true
        filters[2].isRead = false
        filters[3].types = ["keywords_imported", "system_info"]
        filters[4].severities = [.info]
        filters[5].site = 7
        filters[6].object = ObjectLink(contentType: "a", objectID: "1")
        filters[7].createdAfter = .distantPast
        filters[8].createdBefore = .distantFuture
        for filter in filters {
            for position in [Position.page(1), .before(nil), .before(Identifier(.max)), .after(0), .after(foreign)] {
                let page = try await here.world.inbox.list(filter, position: position, for: here.mine)
                #expect(page.count <= 1)
                #expect(page.notifications.allSatisfy { $0.account == here.mine.account && $0.title == "Mine" })
            }
        }
        let unread = try await here.world.inbox.unreadCount(for: here.mine)
        #expect(unread == 1)
    }

    @Test func `renaming and deleting of one's own leaves the other's of the same number`() async throws {
        let here = try await Neighbours()
        let (directory, account) = (here.world.directory, here.mine.account)
        let before = try await here.theirState()
        try await directory.put(site: 7, in: account, name: "Renamed")
        try await directory.put(user: 1, in: account, UserDetails(name: "Renamed", isActive: false))
        try await directory.put(account: account, name: "Renamed", readScope: .account)
        try await directory.delete(site: 7, in: account)
        try await directory.delete(user: 1, in: account)
        try await directory.delete(account: account)
        let after = try await here.theirState()
        let (user, isNew) = try await directory.put(user: 1, in: here.theirs.account)
        #expect(after.notifications == before.notifications)
        #expect(after.notifications.contains { $0.site?.name == "Blog" })
        #expect(after.unread == before.unread)
        #expect((user.name, user.isActive, isNew) == ("", true, false))
        _ = try await directory.admit(
            UserClaims(account: here.theirs.account, subject: .id(1), issuedAt: .distantPast))
    }

    @Test func `a viewer of an account that has no such user sees what is account-wide and marks nothing`() async throws
    {
        let here = try await Neighbours()
        let stranger = Viewer(account: here.theirs.account, user: 99, role: .owner)
        let page = try await here.world.inbox.list(for: stranger)
        #expect(page.notifications.map(\.id) == [here.foreign[0]])
        await expectRefusal(.unauthenticated) { try await here.world.inbox.markRead(here.foreign[0], for: stranger) }
        await expectRefusal(.unauthenticated) { try await here.world.inbox.markAllRead(for: stranger) }
        let nowhere = Viewer(account: Identifier(.max), user: 1, role: .owner)
        let none = try await here.world.inbox.list(for: nowhere)
        let unread = try await here.world.inbox.unreadCount(for: nowhere)
        let marked = try await here.world.inbox.markAllRead(for: nowhere)
        #expect(none.notifications == [] && none.count == 0 && unread == 0 && marked == 0)
    }
}
