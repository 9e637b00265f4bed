import Postgres
import Synchronization
import Testing

@testable import Notifications

/// Where what was missed and what happens meet, and where either changes under the other.
@Suite struct LiveSeamTests {
    private let world: World
    private let account: Identifier<Account>

    init() async throws {
        world = try await World.shared.value
        account = world.newAccount()
    }

    private func announce(_ count: Int) async throws -> [Identifier<Notification>] {
        var ids: [Identifier<Notification>] = []
        for _ in 0..<count { ids.append(try await world.announce(to: account)) }
        return ids
    }

    private func open(_ process: LiveProcess, _ viewer: Viewer) async throws -> GatedSink {
        let sink = GatedSink()
        sink.subscription = process.feed.open(for: viewer, sink: sink)
        try await eventually("the inbox is open") { !sink.counts.isEmpty }
        return sink
    }

    /// One that has taken a page of what it has missed, and takes its time.
    private func openSlowly(_ process: LiveProcess, _ viewer: Viewer) async throws -> GatedSink {
        let sink = GatedSink(pages: 1)
        sink.subscription = process.feed.open(for: viewer, after: 0, sink: sink)
        try await eventually("it is slow") { sink.isWaiting }
        return sink
    }

    @Test func `the count is right when more came during a slow replay than is remembered`() async throws {
        let process = LiveProcess(world)
        let (slow, quick) = (try await world.member(1, of: account), try await world.member(2, of: account))
        _ = try await announce(150)
        let live = try await open(process, quick)
        let sink = try await openSlowly(process, slow)
        _ = try await announce(400)
        try await eventually("the quick one is told") { live.created.count == 400 }
        sink.open()
        try await eventually("the slow one has caught up") { sink.created.count == 550 }
        try await eventually("and counts") { sink.counts.last == 550 }
        #expect(sink.created == sink.created.sorted())
        await process.stop()
    }

    @Test func `a second inbox that was told a newer count than the first is told the next one`() async throws {
        let process = LiveProcess(world) { $0.countInterval = .seconds(1) }
        let viewer = try await world.member(1, of: account)
        let one = try await open(process, viewer)
        _ = try await announce(1)
        try await eventually("one") { one.counts.last == 1 }
        let id = try await announce(1)[0]
        try await eventually("two") { one.created.count == 2 }
        let two = try await open(process, viewer)
        try await process.feed.inbox.markRead(id, for: viewer)
        try await eventually("one again") { one.counts.last == 1 && two.counts.last == 1 }
        await process.stop()
    }

    @Test(arguments: [false, true])
    func `what was read or retracted during a slow replay is not left standing`(reads: Bool) async throws {
        let process = LiveProcess(world)
        let viewer = try await world.member(1, of: account, role: .owner)
        let first = try await announce(150)[0]
        let live = try await open(process, viewer)
        let sink = try await openSlowly(process, viewer)
        if reads {
            try await process.feed.inbox.markRead(first, for: viewer)
        } else {
            try await process.feed.inbox.retract(first, for: viewer)
        }
        try await eventually("it is told") { (reads ? live.read : live.deleted) == [first] }
        sink.open()
        let last = try await announce(1)[0]
        try await eventually("it is live") { sink.created.last == last }
        try await eventually("it knows") { (reads ? sink.read : sink.deleted) == [first] || sink.resets > 0 }
        await process.stop()
    }

    @Test func `what was dismissed and read before it was told is not unread for ever`() async throws {
        let process = LiveProcess(world, listens: false) { $0.pollInterval = .seconds(3600) }
        let viewer = try await world.member(1, of: account)
        let mirror = LiveMirror(process.feed, viewer)
        try await eventually("the inbox is open") { mirror.now.count != nil }
        let ids = try await announce(251)
        try await world.inbox.dismiss(ids[250], for: viewer)
        try await world.inbox.markAllRead(for: viewer)
        process.feed.hear(Doorbell.Ring(account: account, reader: 1))
        try await eventually("all are told") { mirror.now.created.count == 251 }
        try await eventually("none is unread") { mirror.now.items.values.allSatisfy(\.isRead) }
        try await eventually("one is gone") { mirror.now.items[ids[250]] == nil && mirror.now.count == 0 }
        await process.stop()
    }

    @Test func `a reset in the middle of a replay repeats nothing`() async throws {
        let process = LiveProcess(world) { $0.maximumReplay = 250 }
        let viewer = try await world.member(1, of: account)
        _ = try await announce(150)
        let sink = try await openSlowly(process, viewer)
        _ = try await announce(300)
        sink.open()
        let last = try await announce(1)[0]
        try await eventually("it is live") { sink.created.last == last }
        #expect(sink.created == sink.created.sorted() && Set(sink.created).count == sink.created.count)
        #expect(sink.resets > 0)
        await process.stop()
    }

    @Test func `who has lost a role is told nothing that is for it`() async throws {
        let process = LiveProcess(world) { $0.countInterval = .seconds(5) }
        let claims = UserClaims(account: account, subject: .id(1))
        _ = try await world.member(1, of: account, role: .admin)
        var viewer = try await world.directory.admit(claims)
        viewer.claims = claims
        let sink = try await open(process, viewer)
        // Looked at just now, so that it would not be again for a while.
        let id = try await announce(1)[0]
        try await process.feed.inbox.markRead(id, for: viewer)
        try await eventually("it is read") { sink.read == [id] }
        _ = try await world.pool.write(
            "update notify.users set role = 'viewer', told = '{role}' where account_id = \(account) and id = 1")
        let secret = try await NotificationService(world.pool, doorbell: process.feed.doorbell).create(
            NotificationDraft(
                Envelope(account: account, audience: .roles([.admin])), type: "system_info", title: "secret")
        ).id
        try await eventually("they are let go") { sink.end == .viewerChanged }
        #expect(!sink.created.contains(secret))
        await process.stop()
    }

    @Test func `an older state of the database lets everybody go, and nobody spins`() async throws {
        let process = LiveProcess(world, listens: false) { $0.pollInterval = .milliseconds(50) }
        let viewer = try await world.member(1, of: account)
        let ids = try await announce(20)
        let old = try await open(process, viewer)
        try await world.service.retract(ids[3], in: account)
        try await eventually("it is gone") { old.deleted == [ids[3]] }
        // As after a failover to a standby that lacks the last transactions.
        _ = try await world.pool.write(
            "update notify.feeds set revision = revision - 5 where account_id = \(account)")
        _ = try await world.pool.write("delete from notify.feed_changes where account_id = \(account)")
        try await eventually("the old one is let go") { old.end == .viewerChanged }
        let new = try await open(process, viewer)
        try await world.service.retract(ids[5], in: account)
        try await eventually("the new one hears") { new.deleted == [ids[5]] && new.counts.last == 18 }
        #expect(new.counts.count < 10)
        await process.stop()
    }

    @Test func `a feed that is closed during a replay ends it`() async throws {
        let process = LiveProcess(world)
        let viewer = try await world.member(1, of: account)
        _ = try await announce(150)
        let sink = try await openSlowly(process, viewer)
        await process.stop()
        sink.open()
        try await eventually("it ends") { sink.end == .closed }
    }

    @Test func `counting an account anew is told`() async throws {
        let process = LiveProcess(world)
        let viewer = try await world.member(1, of: account)
        _ = try await announce(10)
        _ = try await world.pool.write(
            "update notify.lanes set recorded = recorded + 5 where account_id = \(account)")
        let sink = try await open(process, viewer)
        #expect(sink.counts == [15])
        _ = try await world.pool.write("select notify.recount(\(account))")
        try await eventually("it is told") { sink.counts.last == 10 && sink.resets > 0 }
        await process.stop()
    }

    @Test func `marks that are made in plain SQL are told`() async throws {
        let process = LiveProcess(world, listens: false) { $0.pollInterval = .milliseconds(10) }
        let viewer = try await world.member(1, of: account)
        let id = try await announce(1)[0]
        let sink = try await open(process, viewer)
        _ = try await world.pool.write(
            """
            with marked as (
                insert into notify.marks (account_id, reader_id, notification_id, read_at)
                values (\(account), 1, \(id), now())
            )
            update notify.readers
            set revision = revision + 1
            where account_id = \(account)
              and reader_id = 1
            """)
        try await eventually("it is told") { sink.read == [id] && sink.counts.last == 0 }
        await process.stop()
    }
}
