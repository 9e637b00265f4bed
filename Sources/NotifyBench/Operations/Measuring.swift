/// Measures operations one after another.
struct Measuring: Sendable {
    let scene: Scene

    /// The server under load, then PostgreSQL under the same statements.
    func measure(_ operation: Operation) async throws -> Figures.Row {
        var row = Figures.Row(name: operation.name, title: operation.title)
        let samples: [Operation.Sample]
        do {
            samples = try await operation.samples(scene)
        } catch let absence as NotThere {
            row.note = "not there: \(absence)"
            return row
        }
        // Each token once, so that what is done at first sight is done.
        for sample in samples { _ = try scene.server.ask(sample.request, expecting: [200, 304]) }
        let requests = samples.map(\.request)
        let file = operation.name.replacing("/", with: "-")
        _ = try await scene.wrk.load(requests, connections: operation.connections, seconds: 1, name: file)
        try await scene.cluster.settle()
        try await load(requests, connections: operation.connections, file, into: &row)
        guard let pgbench = scene.pgbench, operation.name != "empty" else { return row }
        do {
            // Several that differ show which parameter is what.
            let several = samples.count < 3 ? samples : [samples[0], samples[1], samples[samples.count - 1]]
            let script = try await scene.capture.script(several)
            let result = try await pgbench.run(
                script, name: file, clients: operation.connections, seconds: scene.seconds)
            row.pgbench = result.rate
            row.mode = result.mode
        } catch {
            row.note = (row.note.map { $0 + "; " } ?? "") + (try Measuring.withoutPgbench(error))
        }
        return row
    }

    /// What to say where pgbench could not run; an interruption goes on.
    static func withoutPgbench(_ error: any Error) throws -> String {
        try Task.checkCancellation()
        return "no pgbench: " + "\(error)".prefix(200).replacing("\n", with: " ")
    }

    /// One load of wrk's, with what it cost.
    func load(
        _ requests: [HTTPRequest], connections: Int, _ name: String, into row: inout Figures.Row
    ) async throws {
        let meter = Meter(server: scene.server.process, postmaster: scene.cluster.postmaster)
        let result = try await scene.wrk.load(
            requests, connections: connections, seconds: scene.seconds, name: name)
        let cost = meter.reading()
        row.rate = result.rate
        row.memory = cost.memory
        if result.requests > 0 {
            row.median = result.median
            row.p99 = result.p99
            row.serverCPU = cost.server / result.requests * 1e6
            row.postgresCPU = cost.postgres / result.requests * 1e6
        } else {
            row.note = "none was answered within \(scene.seconds) s"
        }
        // What wrk no longer waits for is still being done.
        try await scene.cluster.settle()
    }
}
