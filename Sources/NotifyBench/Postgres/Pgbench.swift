import FoundationEssentials

/// PostgreSQL's own limit: the same statements, with nothing in between.
struct Pgbench: Sendable {
    struct Result: Sendable {
        let rate: Double
        let mode: String
    }

    let directory: String
    let url: String

    /// Each client's next as soon as its last is done. A script that is not prepared throughout runs in both ways, and
    /// the faster counts.
    func run(_ script: PgbenchScript, name: String, clients: Int, seconds: Int) async throws -> Result {
        var best: Result?
        for mode in script.isPrepared ? ["prepared"] : ["prepared", "extended"] {
            let rate = try await run(
                script.text, variables: script.variables, mode: mode, name: name, clients: clients, seconds: seconds)
            if rate > best?.rate ?? 0 { best = Result(rate: rate, mode: mode) }
        }
        guard let best else { throw PgbenchScript.Unusable(description: "pgbench made no transaction") }
        return best
    }

    func run(
        _ script: String, variables: [String: String] = [:], mode: String = "prepared", name: String, clients: Int,
        seconds: Int
    ) async throws -> Double {
        let file = "\(directory)/\(name).pgbench.sql"
        try script.write(toFile: file, atomically: true, encoding: .utf8)
        let values = variables.sorted { $0.key < $1.key }.flatMap { ["-D", "\($0.key)=\($0.value)"] }
        let output = try await Programs.run(
            Programs.pgbench,
            ["-n", "-c", "\(clients)", "-j", "2", "-T", "\(seconds)", "-M", mode, "-f", file] + values + [url],
            // As the server sets its sessions up.
            environment: [
                "PGOPTIONS": "-c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off"
            ])
        guard let start = output.firstRange(of: "tps = "),
            let rate = Double(output[start.upperBound...].prefix { $0 != " " })
        else { throw Programs.Failure(description: "pgbench said nothing usable:\n\(output)") }
        return rate
    }
}
