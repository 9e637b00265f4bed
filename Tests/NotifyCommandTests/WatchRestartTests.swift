import FoundationEssentials
import Glibc
import Logging
import NotificationServer
import Notifications
import Postgres
import Synchronization
import TestDatabase
import Testing

/// `notify watch` at the built server, which comes and goes while this process announces.
@Suite(.timeLimit(.minutes(5))) struct WatchRestartTests {
    private static let secret = "the same thirty-two bytes for each of them"
    private static let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    /// What the server and those beside it know of one another.
    private final class Play: Sendable {
        private let state = Mutex((port: 0, isOver: false, announced: [Int64]()))

        var port: Int { state.withLock(\.port) }
        var address: String { "http://127.0.0.1:\(port)" }
        var isOver: Bool { state.withLock(\.isOver) }
        var announced: [Int64] { state.withLock(\.announced) }

        func open(_ address: String) {
            state.withLock { $0.port = Int(address.split(separator: ":").last ?? "") ?? 0 }
        }

        func note(_ id: Int64) { state.withLock { $0.announced.append(id) } }

        func end() { state.withLock { $0.isOver = true } }
    }

    /// Runs a server, ended by the signal whenever `isDue` says so, and started again at the same place.
    private func serving(
        _ url: String, _ play: Play, signal: CInt = SIGTERM,
        until isDue: @escaping @Sendable (_ round: Int) -> Bool = { _ in false },
        _ body: @escaping @Sendable (Pool) async throws -> Void
    ) async throws {
        let pool = Pool(Configuration(url: url), logger: Self.quiet)
        let servers = Task {
            var round = 0
            while !play.isOver {
                let now = round
                let directory = "/tmp/notify-\(UInt32.random(in: 0 ... .max))"
                defer { try? FileManager.default.removeItem(atPath: directory) }
                let environment = ["DATABASE_URL": url, "JWT_SECRET": Self.secret, "LOG_LEVEL": "error"]
                _ = try await RunningNotify.serving(in: directory, port: play.port, environment: environment) {
                    server in
                    defer { kill(server.process, play.isOver ? SIGTERM : signal) }
                    play.open(server.address)
                    try await RunningWatch.wait(until: "it is over", within: .seconds(120)) {
                        play.isOver || isDue(now)
                    }
                }
                round += 1
            }
        }
        do {
            try await RunningWatch.wait(until: "it serves") { play.port != 0 }
            try await body(pool)
            play.end()
            try await servers.value
        } catch {
            play.end()
            _ = try? await servers.value
            throw error
        }
        await pool.close()
    }

    private func token(lifetime: Double = 3600) async throws -> String {
        try await TokenMint(secret: Secret(Self.secret)).token(for: .init("1", account: 1), lifetime: lifetime)
    }

    private func database() async throws -> String {
        TestDatabase.url(of: try await TestDatabase.shared.makeDatabase())
    }

    private static func announce(_ title: String, _ pool: Pool) async throws -> Int64? {
        try await NotificationService(pool).notifySystemInfo(account: 1, title: title, message: "M")?.id.rawValue
    }

    @Test(arguments: [SIGKILL, SIGTERM])
    func `through restarts of the server each is shown once and in order`(signal: CInt) async throws {
        let (url, play) = (try await database(), Play())
        let token = try await token()
        let isDue: @Sendable (Int) -> Bool = { round in round < 3 && play.announced.count >= (round + 1) * 100 }
        try await serving(url, play, signal: signal, until: isDue) { pool async throws in
            let environment = ["NOTIFY_SERVER": play.address, "NOTIFY_TOKEN": token]
            let run = try await RunningWatch.watching([], environment) { watch async throws in
                try await RunningWatch.wait(until: "it listens") { watch.hasBegun }
                for number in 0..<500 {
                    let id = try await Self.announce("n\(number)", pool)
                    play.note(id ?? 0)
                    try await Task.sleep(for: .milliseconds(10))
                }
                try await RunningWatch.wait(until: "the last is shown") { watch.ids.last == play.announced.last }
                #expect(watch.ids == play.announced)
            }
            #expect(run.status == -SIGTERM)
            let told = run.error.split(separator: "\n")
            #expect(told.contains { $0.hasSuffix("Connecting again.") })
            #expect(told.contains { $0.hasSuffix("again.") && $0.hasPrefix("Connected to") })
            #expect(told.count <= 8, "one line for each loss, one for each return: \(run.error)")
        }
    }

    @Test func `an expired token ends it`() async throws {
        let (url, play) = (try await database(), Play())
        try await serving(url, play) { _ async throws in
            let short = try await token(lifetime: 3)
            let run = try await ClientRun.of(["watch", "--server", play.address, "--token", short])
            #expect(run.status == 77 && run.error == "Error: The token has expired.\n", "\(run)")
            let bad = try await ClientRun.of(["watch", "--server", play.address, "--token", "x.y.z"])
            #expect(bad.status == 77 && bad.error.hasPrefix("Error: "))
        }
    }

    @Test func `a user who is deactivated is shown out`() async throws {
        let (url, play) = (try await database(), Play())
        try await serving(url, play) { pool async throws in
            let environment = ["NOTIFY_SERVER": play.address, "NOTIFY_TOKEN": try await token()]
            let run = try await RunningWatch.watching(["--json"], environment) { watch async throws in
                try await RunningWatch.wait(until: "it shows") {
                    _ = try await Self.announce("n", pool)
                    return watch.hasBegun
                }
                try await Directory(pool).put(user: 1, in: 1, UserDetails(isActive: false))
                try await RunningWatch.wait(until: "it has ended") { watch.error.contains("Error") }
            }
            #expect(run.status == 77, "\(run)")
        }
    }

    @Test func `what the filters leave out is not shown, and a filter that nobody knows is refused`() async throws {
        let (url, play) = (try await database(), Play())
        let token = try await token()
        try await serving(url, play) { pool async throws in
            let environment = ["NOTIFY_SERVER": play.address, "NOTIFY_TOKEN": token]
            let run = try await RunningWatch.watching(["--severity", "error", "--count", "1"], environment) { watch in
                try await RunningWatch.wait(until: "it listens") { watch.hasBegun }
                _ = try await Self.announce("n", pool)
                _ = try await NotificationService(pool).notifyIdeasFailed(account: 1, error: "E")
                try await RunningWatch.wait(until: "it shows") { !watch.lines.isEmpty }
            }
            #expect(run.lines.count == 2 && run.lines.last?.contains("\terror\t") == true, "\(run)")
            let wrong = try await ClientRun.of(["watch", "--severity", "loud"], environment)
            #expect(wrong.status == 65 && wrong.error.contains("severity"))
        }
    }
}
