/// What changes the data. Runs last, on the copy that the run throws away.
struct Writing: Sendable {
    static let names = ["read-all/10", "read-all/big", "notify/spread", "notify/one", "list/while-writing"]

    let scene: Scene

    func measure(_ name: String) async throws -> Figures.Row {
        switch name {
        case "read-all/10": try await readAll(name, "read-all, 10 unread", scene.population.nearlies)
        case "read-all/big":
            try await readAll(
                name, "read-all, \(scene.population.bigTotal.formattedShort) unread", scene.population.newcomers)
        case "notify/spread":
            try await notify(
                name, "notify, 64 callers, spread", Array(1...Population.accounts), Yardstick.insert, "insert of a row")
        case "notify/one":
            try await notify(
                name, "notify, 64 callers, one account", [Yardstick.busy], Yardstick.lockAndInsert, "lock and insert")
        default: try await listWhileWriting(name)
        }
    }

    /// Each member once, since then nothing is unread: one after another, so there is no rate.
    private func readAll(
        _ name: String, _ title: String, _ members: [Population.Member]
    ) async throws -> Figures.Row {
        var row = Figures.Row(name: name, title: title)
        var latencies: [Double] = []
        let meter = Meter(server: scene.server.process, postmaster: scene.cluster.postmaster)
        for member in members {
            let token = try await scene.tokens.member(member)
            _ = try scene.server.ask(.get("/api/v1/notifications/999999999999/", token), expecting: [404])
            let answer = try scene.server.ask(.post(Operation.listPath + "read-all/", token))
            latencies.append(answer.latency.microseconds)
        }
        row.memory = meter.reading().memory
        latencies.sort()
        row.median = latencies[quantile: 0.5]
        row.p99 = latencies[quantile: 0.99]
        row.note = "\(latencies.count) members, one after another"
        return row
    }

    private func notify(
        _ name: String, _ title: String, _ accounts: [Int64], _ yardstick: String, _ what: String
    ) async throws -> Figures.Row {
        var row = Figures.Row(name: name, title: title)
        let file = name.replacing("/", with: "-")
        let requests = try await announcements(accounts)
        for request in requests { _ = try scene.server.ask(request) }
        try await scene.cluster.execute("checkpoint", in: "postgres")
        try await Measuring(scene: scene).load(requests, connections: Yardstick.clients, file, into: &row)
        try await Yardstick.run(yardstick, called: what, scene, file, into: &row)
        return row
    }

    private func listWhileWriting(_ name: String) async throws -> Figures.Row {
        var row = Figures.Row(name: name, title: "list, page 1, ordinary, while 64 write")
        var lists: [HTTPRequest] = []
        for member in scene.population.sample {
            lists.append(.get(Operation.listPath, try await scene.tokens.member(member)))
        }
        let writes = try await announcements(Array(1...Population.accounts))
        async let writers = scene.wrk.load(
            writes, connections: Yardstick.clients, seconds: scene.seconds + 2, name: "writers")
        try await Task.sleep(for: .seconds(1))
        try await Measuring(scene: scene).load(lists, connections: 32, "list-while-writing", into: &row)
        row.note = "beside \(Table.rate(try await writers.rate)) notify/s, whose CPU is in here too"
        return row
    }

    private func announcements(_ accounts: [Int64]) async throws -> [HTTPRequest] {
        let token = try await scene.tokens.service()
        return accounts.map {
            .post(
                "/api/v1/notify/clustering_complete/", token,
                #"{"account_id": \#($0), "cluster_count": 5, "keyword_count": 50}"#)
        }
    }
}

extension [Double] {
    /// Of sorted values.
    subscript(quantile share: Double) -> Double? {
        isEmpty ? nil : self[Swift.min(Int(Double(count) * share), count - 1)]
    }
}
