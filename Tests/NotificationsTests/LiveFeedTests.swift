import Postgres
import Synchronization
import Testing

@testable import Notifications

@Suite struct LiveFeedTests {
    private let world: World
    private let account: Identifier<Account>

    init() async throws {
        world = try await World.shared.value
        account = world.newAccount()
    }

    /// An inbox that is open.
    private func open(
        _ process: LiveProcess, _ viewer: Viewer, after last: Identifier<Notification>? = nil
    ) async throws -> LiveMirror {
        let mirror = LiveMirror(process.feed, viewer, after: last)
        try await eventually("the inbox is open") { mirror.now.count != nil || mirror.now.end != nil }
        return mirror
    }

    @Test func `a notification is told to those it is for and to nobody else`() async throws {
        let process = LiveProcess(world)
        let editor = try await open(process, world.member(1, of: account, role: .editor))
        let admin = try await open(process, world.member(2, of: account, role: .admin))
        let stranger = try await open(process, world.member(1, of: world.newAccount()))
        func announce(_ title: String, for audience: Audience?) async throws -> Identifier<Notification> {
            try await world.service.create(
                NotificationDraft(Envelope(account: account, audience: audience), type: "system_info", title: title)
            ).id
        }
        let everybody = try await announce("all", for: .account)
        let admins = try await announce("admins", for: .roles([.admin, .owner]))
        let one = try await announce("one", for: .user(1))
        let last = try await announce("last", for: nil)
        try await eventually("all are told") { [editor, admin].allSatisfy { $0.now.created.last == last } }
        #expect(editor.now.created == [everybody, one, last])
        #expect(admin.now.created == [everybody, admins, last])
        #expect(stranger.now.created == [])
        try await eventually("all are counted") { editor.now.count == 3 && admin.now.count == 3 }
        #expect(stranger.now.count == 0)
        #expect(editor.now.items[one]?.notification.title == "one")
        await process.stop()
    }

    @Test func `what is muted is neither told nor counted, what is not pushed is counted and not told`() async throws {
        let process = LiveProcess(world)
        let viewer = try await world.member(1, of: account)
        try await Preferences(world.pool).update(
            ["credits_low": .init(enabled: .set(false)), "keywords_imported": .init(push: .set(false))], for: viewer)
        let mirror = try await open(process, viewer)
        for type in ["credits_low", "keywords_imported", "system_info"] {
            try await world.service.create(
                NotificationDraft(Envelope(account: account), type: type, title: type))
        }
        try await eventually("the last is told") { !mirror.now.created.isEmpty && mirror.now.count == 2 }
        #expect(mirror.now.items.values.map(\.notification.type) == ["system_info"])
        await process.stop()
    }

    @Test func `fifty reconnects during sixteen writers' work see each notification exactly once`() async throws {
        let process = LiveProcess(world)
        let viewer = try await world.member(1, of: account)
        let first = try await world.announce(to: account)
        let writing = Task { [world, account] in
            try await together(16) { writer in
                for number in 0..<40 { try await world.announce("\(writer).\(number)", to: account) }
            }
        }
        var last = first
        var seen: [Identifier<Notification>] = []
        for _ in 0..<50 {
            var wanted = Int.random(in: 1...12)
            let goal = wanted
            for try await event in process.feed.events(for: viewer, after: last) {
                guard case .created(let new) = event else { continue }
                seen.append(new.notification.id)
                last = new.notification.id
                wanted -= 1
                if wanted == 0 { break }
            }
            #expect(wanted == 0, "of \(goal)")
        }
        _ = try await writing.value
        let mirror = try await open(process, viewer, after: last)
        try await eventually("the rest is told") { seen.count + mirror.now.created.count == 640 }
        seen += mirror.now.created
        #expect(seen == seen.sorted())
        #expect(Set(seen).count == 640)
        await process.stop()
    }

    @Test func `who knows more than there is, or misses too much, is told to read anew`() async throws {
        let process = LiveProcess(world) { $0.maximumReplay = 250 }
        let viewer = try await world.member(1, of: account)
        let first = try await world.announce(to: account)
        for _ in 0..<399 { try await world.announce(to: account) }
        let far = try await open(process, viewer, after: Identifier(1 << 60))
        try await eventually("a reset") { far.now.resets == 1 }
        let old = try await open(process, viewer, after: first)
        try await eventually("a reset") { old.now.resets == 1 }
        let some = try await open(process, viewer, after: Identifier(first.rawValue + 1))
        let last = try await world.announce(to: account)
        for mirror in [far, old, some] { try await eventually("live") { mirror.now.created.last == last } }
        #expect(far.now.created == [last])
        #expect(far.now.items.count >= 400)
        await process.stop()
    }

    @Test func `what is written in plain SQL is told, and so is what it removes and changes`() async throws {
        let process = LiveProcess(world, listens: false) { $0.pollInterval = .milliseconds(10) }
        let mirror = try await open(process, world.member(1, of: account))
        _ = try await world.pool.write(
            """
            insert into notify.notifications (account_id, notification_type, severity, title)
            select \(account), 'system_info', 'info', t
            from unnest(array['a', 'b', 'c']) t
            """)
        try await eventually("three are told") { mirror.now.created.count == 3 && mirror.now.count == 3 }
        let ids = mirror.now.created
        _ = try await world.pool.write(
            "delete from notify.notifications where account_id = \(account) and id = \(ids[1])")
        try await eventually("one is gone") { mirror.now.items[ids[1]] == nil && mirror.now.count == 2 }
        #expect(mirror.now.resets == 0)
        _ = try await world.pool.write(
            "update notify.notifications set title = 'C' where account_id = \(account) and id = \(ids[2])")
        try await eventually("it is read anew") { mirror.now.items[ids[2]]?.notification.title == "C" }
        await process.stop()
    }

    @Test func `very many removed at once are one reset`() async throws {
        let process = LiveProcess(world)
        let mirror = try await open(process, world.member(1, of: account))
        for _ in 0..<150 { try await world.announce(to: account) }
        _ = try await world.pool.write("delete from notify.notifications where account_id = \(account)")
        Doorbell(world.pool).ring(account)
        try await eventually("all are gone") { mirror.now.items.isEmpty && mirror.now.count == 0 }
        try await eventually("by a reset") { mirror.now.resets == 1 }
        await process.stop()
    }

    @Test func `a listener whose connection is cut hears again, and nothing is missed meanwhile`() async throws {
        let own = try await World()
        let process = LiveProcess(own) { $0.pollInterval = .seconds(3600) }
        let viewer = try await own.member(1, of: 1)
        let mirror = try await open(process, viewer)
        var told: [Identifier<Notification>] = []
        for round in 0..<5 {
            // One who listens has nothing else to do.
            let listener: SQL = "application_name = 'live' and datname = current_database() and query ilike 'listen%'"
            try await eventually("it listens") {
                try await own.pool.read("select count(*) from pg_stat_activity where \(listener)")[0].decode(Int.self)
                    == 1
            }
            _ = try await own.pool.write("select pg_terminate_backend(pid) from pg_stat_activity where \(listener)")
            for _ in 0...round { told.append(try await own.announce(to: 1)) }
            try await eventually("all are told") { mirror.now.created.count >= told.count }
            #expect(mirror.now.created == told)
        }
        await process.stop()
    }

    @Test func `whose token does not stand for them any more is let go, and so is everybody of a deleted account`()
        async throws
    {
        let process = LiveProcess(world)
        func admitted(_ user: Identifier<User>) async throws -> Viewer {
            let claims = UserClaims(account: account, subject: .id(user))
            var viewer = try await world.directory.admit(claims)
            viewer.claims = claims
            return viewer
        }
        _ = try await world.member(9, of: account)
        var mirrors: [LiveMirror] = []
        for user in 1...4 { mirrors.append(try await open(process, admitted(Identifier(Int64(user))))) }
        try await world.directory.put(user: 1, in: account, UserDetails(role: .owner))
        try await eventually("another role") { mirrors[0].now.end == .viewerChanged }
        try await world.directory.put(user: 2, in: account, UserDetails(isActive: false))
        try await eventually("inactive") { mirrors[1].now.end == .viewerChanged }
        try await world.directory.delete(user: 3, in: account)
        try await eventually("deleted") { mirrors[2].now.end == .viewerChanged }
        #expect(mirrors[3].now.end == nil)
        try await world.directory.delete(account: account)
        try await eventually("with the account") { mirrors[3].now.end == .viewerChanged }
        try await eventually("nothing is kept of them") { process.feed.state.withLock { $0.accounts.isEmpty } }
        await process.stop()
    }

    @Test func `who breaks off is forgotten, and who is too slow is told so after what they had`() async throws {
        let process = LiveProcess(world)
        let viewer = try await world.member(1, of: account)
        for try await _ in process.feed.events(for: viewer) { break }
        try await eventually("nobody is there") { process.feed.state.withLock { $0.accounts.isEmpty } }
        let events = process.feed.events(for: viewer)
        _ = try await together(100) { _ in
            for _ in 0..<12 { try await world.announce(to: account) }
        }
        try await eventually("the slow one is let go") { process.feed.state.withLock { $0.accounts.isEmpty } }
        var count = 0
        do {
            for try await _ in events { count += 1 }
            Issue.record("it ends")
        } catch {
            #expect(error as? LiveEnd == .tooSlow)
        }
        #expect(count == 1_000)
        await process.stop()
        let late = try await open(process, viewer)
        #expect(late.now.end == .closed)
    }
}
