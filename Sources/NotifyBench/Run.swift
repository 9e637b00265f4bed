import FoundationEssentials
import Logging
import Synchronization

/// One run from the data to the figures.
struct Run: Sendable {
    let program: String
    let directory: String
    let population: Population
    let seconds: Int
    let only: [String]
    let usesPgbench: Bool
    let sockets: Int

    func figures() async throws -> Figures {
        let work = directory + "/work"
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        let result = Mutex(Figures())
        let secret = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined() + "0123456789"
        try await Cluster.running(in: directory, logger: logger) { cluster in
            var figures = Figures()
            figures.total = population.total
            figures.seconds = seconds
            let original = Original(cluster, population, logger: logger)
            _ = try await original.prepare()
            figures.tables = try await original.sizes()
            progress("tables: " + figures.tables.joined(separator: ", "))
            try await cluster.copyOriginal()
            try await cluster.execute(Yardstick.table)
            figures.starts = try await starts(cluster, secret, work)
            let tokens = Tokens(program: program, secret: secret, directory: work)
            figures = try await ServerProcess.running(
                program, database: cluster.url(Cluster.copy), secret: secret, directory: work
            ) { [figures] server in
                let capture = Capture(cluster: cluster, program: program, secret: secret, directory: work)
                let scene = Scene(
                    population: population, cluster: cluster, server: server,
                    tokens: tokens,
                    wrk: Wrk(directory: work, port: server.port),
                    pgbench: usesPgbench ? Pgbench(directory: work, url: cluster.url(Cluster.copy)) : nil,
                    capture: capture, seconds: seconds)
                return try await measure(scene, figures)
            }
            let scene = SocketScene(
                program: program, secret: secret, directory: work, cluster: cluster, tokens: tokens, seconds: seconds,
                sockets: sockets)
            figures = try await SocketScenarios(scene: scene, isWanted: isWanted).measure(figures)
            result.withLock { [figures] in $0 = figures }
        }
        return result.withLock { $0 }
    }

    private func starts(_ cluster: Cluster, _ secret: String, _ work: String) async throws -> [Double] {
        var starts: [Double] = []
        for _ in 1...5 {
            let start = try await ServerProcess.running(
                program, database: cluster.url(Cluster.copy), secret: secret, directory: work
            ) { $0.start }
            starts.append(start.seconds * 1000)
        }
        return starts
    }

    private func measure(_ scene: Scene, _ begun: Figures) async throws -> Figures {
        var figures = begun
        try await Task.sleep(for: .seconds(1))
        figures.idleMemory = scene.server.memory.resident
        var peak = scene.server.memory.peak
        let measuring = Measuring(scene: scene)
        for operation in try await Operation.reading(population, scene.cluster) where isWanted(operation.name) {
            progress(operation.title)
            figures.rows.append(try await measuring.measure(operation))
            peak = max(peak, scene.server.memory.peak)
        }
        if only.isEmpty || only.contains(where: { "list/filters".contains($0) }) {
            progress("counts of the filters")
            figures.wrongCounts = try await ListFilter.wrongCounts(scene)
        }
        for name in Writing.names where isWanted(name) {
            progress(name)
            figures.rows.append(try await Writing(scene: scene).measure(name))
            peak = max(peak, scene.server.memory.peak)
        }
        // Before it is over: what the server holds has nothing to do with what this program does itself.
        figures.finalMemory = scene.server.memory.resident
        figures.peakMemory = max(peak, scene.server.memory.peak)
        try await measureInProcess(scene, &figures)
        return figures
    }

    private func measureInProcess(_ scene: Scene, _ figures: inout Figures) async throws {
        guard InProcess.names.contains(where: isWanted) else { return }
        let own = InProcess(scene, logger: logger)
        do {
            for name in InProcess.names where isWanted(name) {
                progress(name)
                if name == InProcess.locked {
                    let (row, ratio) = try await own.whileLocked()
                    figures.rows.append(row)
                    figures.whileLocked = ratio
                } else {
                    figures.rows.append(try await own.measure(name))
                }
            }
            await own.close()
        } catch {
            await own.close()
            throw error
        }
    }

    private var logger: Logger {
        var logger = Logger(label: "bench") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }

    private func isWanted(_ name: String) -> Bool {
        only.isEmpty || only.contains { name.contains($0) }
    }
}
