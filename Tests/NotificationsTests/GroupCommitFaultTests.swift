import Notifications
import Postgres
import Synchronization
import TestDatabase
import Testing

/// PostgreSQL goes and comes back while many write together.
@Suite(.timeLimit(.minutes(3))) struct GroupCommitFaultTests {
    enum Fault: CaseIterable {
        case restart, kill
    }

    @Test(arguments: Fault.allCases)
    func `what was acknowledged is there once, what was refused is not`(fault: Fault) async throws {
        let cluster = try await TestDatabase.startCluster()
        _ = try await Schema.migrator(logger: World.logger).run(on: Configuration(url: cluster.conninfo))
        var configuration = Configuration(url: cluster.conninfo)
        configuration.queueTimeout = .milliseconds(500)
        let pool = Pool(configuration, logger: World.logger)
        let log = OutcomeLog()
        let service = NotificationService(pool)
        let callers = Task {
            try await together(64) { number in
                var turn = 0
                while !log.isEnded {
                    turn += 1
                    let title = "\(number)-\(turn)"
                    let account = Identifier<Account>(Int64(number % 5 + 1))
                    let draft = NotificationDraft.news(title, to: account, key: number % 2 == 0 ? title : nil)
                    await log.note(title) { try await service.create(draft) }
                }
            }
        }
        for _ in 0..<3 {
            await log.until(written: 500)
            switch fault {
            case .restart: await cluster.stop()
            case .kill: try await cluster.kill()
            }
            await log.until(refused: 100)
            try await cluster.start()
        }
        await log.until(written: 500)
        log.end()
        _ = try await callers.value
        #expect(log.strange.isEmpty, "\(log.strange.prefix(3))")
        let rows = try await pool.read("select title, count(*) from notify.notifications group by title")
        let written = try Dictionary(uniqueKeysWithValues: rows.map { try $0.decode(String.self, Int.self) })
        for (title, outcome) in log.outcomes {
            let count = written[title] ?? 0
            switch outcome {
            case .written: #expect(count == 1, "\(title) was acknowledged")
            case .refused: #expect(count == 0, "\(title) was said not to be written")
            case .unknown: #expect(count <= 1, "\(title)")
            }
        }
        #expect(Set(written.keys).isSubset(of: log.outcomes.keys))
        await pool.close()
        await cluster.remove()
    }
}

/// What callers were told.
private final class OutcomeLog: Sendable {
    enum Outcome { case written, refused, unknown }

    private struct State {
        var outcomes: [String: Outcome] = [:]
        var counts: [Outcome: Int] = [:]
        var strange: [String] = []
        var isEnded = false
    }

    private let state = Mutex(State())

    var outcomes: [String: Outcome] { state.withLock { $0.outcomes } }
    var strange: [String] { state.withLock { $0.strange } }
    var isEnded: Bool { state.withLock { $0.isEnded } }

    func end() { state.withLock { $0.isEnded = true } }

    func note(_ title: String, _ call: () async throws -> Receipt?) async {
        do {
            if try await call() == nil { tell(title, .unknown, "nothing was written") }
            tell(title, .written)
        } catch let error as NotificationError where error.code == .unavailable {
            tell(title, .refused)
        } catch let error as NotificationError where error.code == .outcomeUnknown {
            tell(title, .unknown)
        } catch {
            tell(title, .unknown, "\(error)")
        }
    }

    private func tell(_ title: String, _ outcome: Outcome, _ strange: String? = nil) {
        state.withLock { state in
            state.outcomes[title] = outcome
            state.counts[outcome, default: 0] += 1
            if let strange { state.strange.append(strange) }
        }
    }

    /// Waits for so many more.
    func until(written: Int = 0, refused: Int = 0) async {
        let before = state.withLock { $0.counts }
        while true {
            let now = state.withLock { $0.counts }
            if now[.written, default: 0] >= before[.written, default: 0] + written,
                now[.refused, default: 0] + now[.unknown, default: 0]
                    >= before[.refused, default: 0] + before[.unknown, default: 0] + refused
            {
                return
            }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}
