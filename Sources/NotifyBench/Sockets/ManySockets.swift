/// As many sockets as there are to be: what they take while nothing happens, and how long it takes to tell all of them.
struct ManySockets: Sendable {
    private static let announcements = 5

    let scene: SocketScene
    let isWanted: @Sendable (String) -> Bool

    func measure(_ figures: inout Figures) async throws {
        progress("sockets/idle: \(scene.members) tokens")
        let tokens = try await scene.tokens(scene.sockets, members: scene.members)
        figures = try await scene.server { [figures] server in
            try await Swarm.running(port: server.port) { swarm in
                var figures = figures
                try await idle(tokens, server, swarm, &figures)
                if isWanted("sockets/reach") {
                    progress("sockets/reach")
                    try await reach(server, swarm, &figures)
                }
                try await swarm.close(.max)
                return figures
            }
        }
    }

    private func idle(
        _ tokens: [String], _ server: ServerProcess, _ swarm: Swarm, _ figures: inout Figures
    ) async throws {
        var row = Figures.Row(
            name: "sockets/idle", title: "\(scene.sockets.formattedShort) sockets of one account: opening")
        let before = server.memory.resident
        let meter = Meter(server: server.process, postmaster: scene.cluster.postmaster)
        let begin = ContinuousClock.now
        let opening = try await swarm.open(tokens)
        let cost = meter.reading()
        let after = server.memory.resident
        let idle = Meter(server: server.process, postmaster: scene.cluster.postmaster)
        let start = ContinuousClock.now
        try await Task.sleep(for: .seconds(scene.seconds * 2))
        let later = server.memory.resident
        // Long enough for each of them to be pinged.
        try await Task.sleep(for: .seconds(scene.long - scene.seconds * 2))
        let cpu = idle.reading().server / start.duration(to: .now).seconds
        let sockets = SocketFigures.Idle(
            sockets: opening.ready, asked: opening.asked, before: before, after: after, later: later, cpu: cpu)
        if let last = opening.lastReady { row.rate = Double(opening.ready) / begin.duration(to: last).seconds }
        row.serverCPU = cost.server / Double(max(opening.ready, 1)) * 1e6
        row.postgresCPU = cost.postgres / Double(max(opening.ready, 1)) * 1e6
        row.memory = cost.memory
        row.note = [
            opening.isOver && opening.ready == opening.asked ? nil : "only \(opening.ready) opened, \(opening.refused)",
            "\(Table.number(sockets.bytesEach, digits: 0)) bytes each",
            "MiB \(Table.number(before, digits: 0)) → \(Table.number(after, digits: 0))"
                + " → \(Table.number(later, digits: 0)) after \(scene.seconds * 2) s",
            "\(Table.number(cpu * 100, digits: 1)) % of a core while idle",
        ].compactMap { $0 }.joined(separator: "; ")
        figures.sockets?.idle = sockets
        figures.rows.append(row)
    }

    private func reach(_ server: ServerProcess, _ swarm: Swarm, _ figures: inout Figures) async throws {
        let reach = try await announce(server, swarm)
        let wrk = Wrk(directory: scene.directory, port: server.port)
        let member = Population.ordinary(Population.sampleFirst)
        let list = [HTTPRequest.get(Operation.listPath, try await scene.tokens.member(member))]
        let seconds = Self.announcements + 2
        _ = try await wrk.load(list, connections: 1, seconds: 1, name: "sockets-list")
        let alone = try await wrk.load(list, connections: 1, seconds: seconds, name: "sockets-list")
        async let load = wrk.load(list, connections: 1, seconds: seconds, name: "sockets-list")
        try await Task.sleep(for: .seconds(1))
        let reachBeside = try await announce(server, swarm)
        let beside = try await load

        figures.sockets?.reach = reach
        figures.sockets?.reachBesideList = reachBeside
        figures.sockets?.listAlone = alone.p99
        figures.sockets?.listBeside = beside.p99
        let title = "announced until the last of \(reach.sockets.formattedShort) sockets has it"
        figures.rows.append(row("sockets/reach", title, reach))
        figures.rows.append(row("sockets/reach-list", "the same beside a list, 1 connection", reachBeside))
        var row = Figures.Row(name: "sockets/list", title: "that list, 1 connection")
        row.rate = beside.rate
        row.median = beside.median
        row.p99 = beside.p99
        row.note =
            "while nothing is announced: \(Table.rate(alone.rate))/s, p50 \(Table.time(alone.median)), p99 \(Table.time(alone.p99))"
        figures.rows.append(row)
    }

    private func row(_ name: String, _ title: String, _ reach: SocketFigures.Reach) -> Figures.Row {
        var row = Figures.Row(name: name, title: title)
        row.median = reach.afterAnswer.sorted()[quantile: 0.5]
        row.note =
            "after the answer; worst \(Table.time(reach.afterAnswer.max()));"
            + " after the request: worst \(Table.time(reach.afterRequest.max()))"
            + (reach.missed == 0 ? "" : "; \(reach.missed) did not reach all")
        return row
    }

    /// One after another, a second apart.
    private func announce(_ server: ServerProcess, _ swarm: Swarm) async throws -> SocketFigures.Reach {
        var reach = SocketFigures.Reach(sockets: swarm.open)
        let request = try await scene.announcement()
        swarm.begin()
        for _ in 0..<Self.announcements {
            let before = try await scene.head()
            let answer = try server.ask(request)
            let ids = try await scene.announced(since: before)
            if ids.count == 1, let arrival = try await swarm.arrival(of: ids[0], at: reach.sockets) {
                reach.afterAnswer.append(answer.answered.duration(to: arrival).microseconds)
                reach.afterRequest.append(answer.asked.duration(to: arrival).microseconds)
            } else {
                reach.missed += 1
            }
            let left = ContinuousClock.now.duration(to: answer.answered + .seconds(1))
            try await Task.sleep(for: max(left, .zero))
        }
        return reach
    }
}
