import FoundationEssentials
import Glibc
import Logging
import Postgres
import Subprocess
import Synchronization
import TestDatabase
import Testing

/// Built servers on one database, and a client that is not ours at their sockets.
@Suite struct LiveTests {
    private static let secret = "the same thirty-two bytes for each of them"

    @Test func `what is done on one server is told at the other's sockets`() async throws {
        let url = TestDatabase.url(of: try await TestDatabase.shared.makeDatabase())
        try await Self.servers(2, on: url) { servers async throws in
            let (one, other) = (servers[0], servers[1])
            try await Follower.following(other.address, token: other.token) { follower async throws in
                try await RunningWatch.wait(until: "it is open") { follower.told("count").count == 1 }
                var ids: [Int64] = []
                for number in 0..<20 { ids.append(try await one.announce("n\(number)")) }
                try await RunningWatch.wait(until: "all are told") { follower.notifications.count >= 20 }
                #expect(follower.notifications == ids)
                #expect(try await one.send("POST", "/api/v1/notifications/\(ids[0])/read/").status == 200)
                try await RunningWatch.wait(until: "it is read there") { follower.told("read") == ["\(ids[0])"] }
                #expect(try await one.send("POST", "/api/v1/notifications/\(ids[0])/unread/").status == 200)
                try await RunningWatch.wait(until: "and unread again") { follower.told("unread") == ["\(ids[0])"] }
                #expect(try await one.send("DELETE", "/api/v1/notifications/\(ids[1])/").status == 204)
                #expect(try await one.send("DELETE", "/api/v1/notifications/\(ids[2])/?for=everyone").status == 204)
                try await RunningWatch.wait(until: "two are gone") {
                    let gone = follower.told("deleted").flatMap { $0.split(separator: " ").map(String.init) }
                    return gone.sorted() == ["\(ids[1])", "\(ids[2])"]
                }
                #expect(try await one.send("POST", "/api/v1/notifications/read-all/").status == 200)
                try await RunningWatch.wait(until: "all are read") {
                    follower.told("read").last == "through \(ids[19])"
                }
                try await RunningWatch.wait(until: "none is unread") { follower.told("count").last == "0" }
                let plain = try await Self.insertPlainly(url)
                try await RunningWatch.wait(until: "plain SQL is told") { follower.notifications.last == plain }
            }
        }
    }

    @Test func `a client that is not ours comes back fifty times and more, and sees each notification once`()
        async throws
    {
        let url = TestDatabase.url(of: try await TestDatabase.shared.makeDatabase())
        try await Self.servers(2, on: url) { servers async throws in
            let one = servers[0]
            try await Follower.following(servers[1].address, token: one.token, leavingAfter: 5) {
                follower async throws in
                try await RunningWatch.wait(until: "it is open") { follower.told("count").count >= 1 }
                var ids: [Int64] = []
                for number in 0..<300 { ids.append(try await one.announce("n\(number)")) }
                try await RunningWatch.wait(until: "all are told", within: .seconds(120)) {
                    follower.notifications.last == ids.last
                }
                #expect(follower.notifications == ids)
                #expect(follower.told("open").count >= 50)
            }
        }
    }

    @Test func `through restarts of PostgreSQL, cut listeners and killed servers each notification is told once`()
        async throws
    {
        let cluster = try await TestDatabase.startCluster()
        let url = TestDatabase.url(of: cluster.conninfo)
        try await Self.servers(1, on: url) { servers async throws in
            let one = servers[0]
            let play = Play()
            let writing = Task {
                for number in 0..<800 {
                    let id = try await one.announceWhatever("w\(number)", key: "w\(number)")
                    play.state.withLock { $0.announced.append(id) }
                }
            }
            let killing = Task { try await Self.killAgainAndAgain(on: url, play) }
            try await RunningWatch.wait(until: "both run") { play.now.port != nil }
            let other = "http://127.0.0.1:\(play.now.port ?? 0)"
            try await Follower.following(other, token: one.token) { follower async throws in
                try await RunningWatch.wait(until: "it is open") { follower.told("open").count >= 1 }
                try await Self.cutListeners(url)
                try await RunningWatch.wait(until: "some are told", within: .seconds(120)) {
                    follower.notifications.count >= 100
                }
                await cluster.stop()
                try await cluster.start()
                try await RunningWatch.wait(until: "more are told", within: .seconds(120)) {
                    follower.notifications.count >= 250
                }
                try await cluster.kill()
                try await cluster.start()
                try await Self.cutListeners(url)
                try await writing.value
                let all = play.now.announced
                try await RunningWatch.wait(until: "the last is told", within: .seconds(60)) {
                    follower.notifications.last == all.last
                }
                let told = follower.notifications
                // What was announced before it was open, it did not ask for.
                #expect(told == all.filter { $0 >= told.first ?? 0 })
                #expect(told.count > 300)
                #expect(follower.told("open").count >= 2, "it has come back")
                #expect(follower.told("reset") == [])
            }
            play.state.withLock { $0.isOver = true }
            try await killing.value
        }
        await cluster.remove()
    }

    private final class Play: Sendable {
        struct State {
            var announced: [Int64] = []
            var port: Int?
            var isOver = false
        }

        let state = Mutex(State())

        var now: State { state.withLock(\.self) }
    }

    /// A server that is killed and comes back at the same place.
    private static func killAgainAndAgain(on url: String, _ play: Play) async throws {
        for round in 0..<4 {
            _ = try await server(on: url, port: play.now.port ?? 0) { other async throws in
                play.state.withLock { $0.port = other.port }
                let goal = play.now.announced.count + 40
                try await RunningWatch.wait(until: "some are announced", within: .seconds(120)) {
                    play.now.isOver || round < 3 && play.now.announced.count >= min(goal, 800)
                }
                kill(other.process, SIGKILL)
            }
        }
    }

    /// Servers on one database, ended after the body.
    private static func servers(
        _ count: Int, on url: String, _ body: @escaping @Sendable ([RunningNotify]) async throws -> Void
    ) async throws {
        try await servers(count, on: url, beside: [], body)
    }

    private static func servers(
        _ count: Int, on url: String, beside others: [RunningNotify],
        _ body: @escaping @Sendable ([RunningNotify]) async throws -> Void
    ) async throws {
        guard count > others.count else { return try await body(others) }
        let status = try await server(on: url) { server async throws in
            defer { kill(server.process, SIGTERM) }
            try await servers(count, on: url, beside: others + [server], body)
        }
        #expect(status == .exited(0))
    }

    private static func server(
        on url: String, port: Int = 0, _ body: @escaping @Sendable (RunningNotify) async throws -> Void
    ) async throws -> TerminationStatus {
        let directory = "/tmp/notify-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let environment = ["DATABASE_URL": url, "JWT_SECRET": secret, "LOG_LEVEL": "error"]
        return try await RunningNotify.serving(in: directory, port: port, environment: environment, body)
    }

    private static func withPool(_ url: String, _ body: (Pool) async throws -> Void) async throws {
        let pool = Pool(Configuration(url: url), logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() })
        try await body(pool)
        await pool.close()
    }

    private static func cutListeners(_ url: String) async throws {
        try await withPool(url) { pool in
            _ = try await pool.read(
                """
                select pg_terminate_backend(pid)
                from pg_stat_activity
                where datname = current_database()
                  and query ilike 'listen%'
                """)
        }
    }

    private static func insertPlainly(_ url: String) async throws -> Int64 {
        var id: Int64 = 0
        try await withPool(url) { pool in
            id = try await pool.write(
                """
                insert into notify.notifications (account_id, notification_type, severity, title)
                values (1, 'system_info', 'info', 'plain')
                returning id
                """)[0].decode(Int64.self)
        }
        return id
    }
}
