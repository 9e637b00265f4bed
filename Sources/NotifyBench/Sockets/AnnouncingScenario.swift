/// Announcing in one account for some time, without sockets and then with them.
struct AnnouncingScenario: Sendable {
    let name: String
    /// Announcements a second; nil: as many as 64 callers get done.
    let pace: Int?
    let sockets: @Sendable (SocketScene) -> Int

    static let all = [
        AnnouncingScenario(name: "sockets/20-a-second", pace: 20) { $0.members },
        AnnouncingScenario(name: "sockets/1000-a-second", pace: 1000) { _ in 20 },
        AnnouncingScenario(name: "sockets/unpaced", pace: nil) { _ in 20 },
    ]

    func measure(_ scene: SocketScene, _ figures: inout Figures) async throws {
        let sockets = sockets(scene)
        let tokens = try await scene.tokens(sockets, members: sockets)
        let title = "notify, \(pace.map { "\($0) a second" } ?? "64 callers"), one account"
        let (row, announcing) = try await scene.server { server in
            progress("\(name): without sockets")
            try await load(scene, server, seconds: 1)
            var bare = Figures.Row(name: name + "/without", title: "")
            try await load(scene, server, into: &bare)
            progress("\(name): \(sockets) sockets")
            return try await Swarm.running(port: server.port) { swarm in
                let opening = try await swarm.open(tokens)
                guard opening.ready == sockets else {
                    throw Programs.Failure(description: "Only \(opening.ready) of \(sockets) sockets opened.")
                }
                var row = Figures.Row(name: name, title: "\(title), \(sockets) sockets")
                swarm.begin()
                let head = try await scene.head()
                let memory = Samples { server.memory.resident }
                try await load(scene, server, into: &row)
                let (ids, isTold) = try await told(since: head, scene, swarm)
                let samples = await memory.end()
                let announcing = SocketFigures.Announcing(
                    name: name, title: row.title, delivery: Delivery(swarm.received, of: ids, at: sockets),
                    rate: row.rate ?? 0, rateWithout: bare.rate ?? 0, memory: samples)
                row.note = [
                    "\(Table.rate(bare.rate))/s without, p99 \(Table.time(bare.p99))", announcing.delivery.text,
                    "\(announcing.delivery.counts) counts",
                    "MiB "
                        + [samples.first, announcing.warm, announcing.end].map { Table.number($0, digits: 0) }
                        .joined(separator: " → "),
                    isTold ? nil : "some were not told in time",
                ].compactMap { $0 }.joined(separator: "; ")
                try await swarm.close(.max)
                return (row, announcing)
            }
        }
        figures.sockets?.announcing.append(announcing)
        figures.rows.append(row)
    }

    private func load(_ scene: SocketScene, _ server: ServerProcess, into row: inout Figures.Row) async throws {
        try await scene.cluster.execute("checkpoint", in: "postgres")
        let meter = Meter(server: server.process, postmaster: scene.cluster.postmaster)
        let result = try await load(scene, server, seconds: pace == nil ? scene.seconds : scene.long)
        let cost = meter.reading()
        row.rate = result.rate
        row.median = result.median
        row.p99 = result.p99
        row.memory = cost.memory
        row.serverCPU = cost.server / Double(max(result.calls, 1)) * 1e6
        row.postgresCPU = cost.postgres / Double(max(result.calls, 1)) * 1e6
        try await scene.cluster.settle()
    }

    @discardableResult
    private func load(_ scene: SocketScene, _ server: ServerProcess, seconds: Int) async throws -> Callers.Result {
        let request = try await scene.announcement()
        if let pace {
            return try await PacedCallers.run(
                request, port: server.port, rate: pace, seconds: seconds, callers: min(pace / 4, 32))
        }
        let result = try await Wrk(directory: scene.directory, port: server.port)
            .load([request], connections: Yardstick.clients, seconds: seconds, name: "sockets-notify")
        return Callers.Result(
            rate: result.rate, median: result.median, p99: result.p99, calls: Int(result.requests))
    }

    /// What has been announced, and whether all sockets were told in time. What wrk did not wait for may still be written.
    private func told(
        since head: Int, _ scene: SocketScene, _ swarm: Swarm
    ) async throws -> (ids: [Int64], isTold: Bool) {
        while true {
            let ids = try await scene.announced(since: head)
            guard let last = ids.last, try await swarm.arrival(of: last, at: swarm.open) != nil else {
                return (ids, false)
            }
            try await Task.sleep(for: .milliseconds(500))
            if try await scene.announced(since: head).count == ids.count { return (ids, true) }
        }
    }
}
