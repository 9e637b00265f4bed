import Glibc
import Logging
import Notifications
import Postgres

/// The library called from this very program, as a backend module calls it: no HTTP.
struct InProcess: Sendable {
    static let names =
        [1, 16, 256].flatMap { ["process/one-\($0)", "process/spread-\($0)"] } + ["process/list-16", locked]
    static let locked = "process/locked"

    let scene: Scene
    private let pool: Pool

    init(_ scene: Scene, logger: Logger) {
        self.scene = scene
        pool = Pool(Configuration(url: scene.cluster.url(Cluster.copy)), logger: logger)
    }

    func close() async {
        await pool.close()
    }

    func measure(_ name: String) async throws -> Figures.Row {
        let callers = Int(name.split(separator: "-").last ?? "") ?? 64
        if name.hasPrefix("process/list") {
            let inbox = Inbox(pool)
            let viewers = scene.population.sample.map {
                Viewer(account: Identifier($0.account), user: Identifier($0.user), role: .editor)
            }
            return try await load(name, "in process: list, ordinary, \(callers) callers", callers) {
                if let viewer = viewers.randomElement() { _ = try await inbox.list(for: viewer) }
            }
        }
        let isSpread = !name.hasPrefix("process/one")
        let title = "in process: notify, \(callers) callers, \(isSpread ? "spread" : "one account")"
        let accounts = isSpread ? 1...Population.accounts : Yardstick.busy...Yardstick.busy
        var row = try await load(name, title, callers, notify(accounts))
        if callers == 256 {
            try await Yardstick.run(
                isSpread ? Yardstick.insert : Yardstick.lockAndInsert,
                called: isSpread ? "insert of a row" : "lock and insert", scene, name.replacing("/", with: "-"),
                into: &row)
        }
        return row
    }

    /// The rate of 64 callers at other accounts while one's feed is locked and 32 callers wait for it, and that by the
    /// rate without.
    func whileLocked() async throws -> (row: Figures.Row, ratio: Double) {
        let others = 1...(Yardstick.busy - 1)
        let before = try await Callers.run(64, seconds: scene.seconds, notify(others))
        let held = AsyncStream<Void>.makeStream()
        let pool = pool
        let wait = Duration.seconds(scene.seconds + 1)
        let holder = Task {
            try await pool.transaction { transaction in
                _ = try await transaction.query(
                    "select from notify.feeds where account_id = \(Yardstick.busy) for no key update")
                held.continuation.yield()
                try await Task.sleep(for: wait)
            }
        }
        defer { holder.cancel() }
        for await _ in held.stream { break }
        let waiting = (1...32).map { _ in
            let call = notify(Yardstick.busy...Yardstick.busy)
            return Task { try await call() }
        }
        let title = "in process: notify, 64 callers, spread, while another feed is locked"
        var row = try await load(Self.locked, title, 64, notify(others))
        _ = await holder.result
        for one in waiting { _ = await one.result }
        row.note = "\(Table.rate(before.rate))/s without"
        return (row, (row.rate ?? 0) / max(before.rate, 1))
    }

    private func notify(_ accounts: ClosedRange<Int64>) -> @Sendable () async throws -> Void {
        let service = NotificationService(pool)
        return {
            try await service.notifyClusteringComplete(
                account: Identifier(Int64.random(in: accounts)), clusterCount: 5, keywordCount: 50)
        }
    }

    private func load(
        _ name: String, _ title: String, _ callers: Int, _ call: @escaping @Sendable () async throws -> Void
    ) async throws -> Figures.Row {
        try await call()
        var row = Figures.Row(name: name, title: title)
        let meter = Meter(server: getpid(), postmaster: scene.cluster.postmaster)
        let result = try await Callers.run(callers, seconds: scene.seconds, call)
        let cost = meter.reading()
        row.rate = result.rate
        row.median = result.median
        row.p99 = result.p99
        row.memory = cost.memory
        row.serverCPU = cost.server / Double(max(result.calls, 1)) * 1e6
        row.postgresCPU = cost.postgres / Double(max(result.calls, 1)) * 1e6
        return row
    }
}
