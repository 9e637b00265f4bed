import Glibc

/// Listens to a server of its own, so that the one that is measured is left alone.
struct Capture: Sendable {
    let cluster: Cluster
    let program: String
    let secret: String
    let directory: String

    /// The script for requests that are alike, each for another member.
    func script(_ requests: [Operation.Sample]) async throws -> PgbenchScript {
        try await cluster.configure(StatementLog.settings)
        let log = StatementLog(path: cluster.log)
        let start = log.end
        let captured: [[SentStatement]]
        do {
            captured = try await ServerProcess.running(
                program, database: cluster.url(Cluster.copy), secret: secret, directory: directory
            ) { server in
                var all: [[SentStatement]] = []
                for request in requests.map(\.request) {
                    // What is done only the first times is none of it.
                    for _ in 1...3 { _ = try server.ask(request, expecting: [200, 201, 304]) }
                    let before = log.end
                    _ = try server.ask(request, expecting: [200, 201, 304])
                    all.append(SentStatement.all(in: log.entries(since: before)))
                }
                return all
            }
        } catch {
            try await cluster.configure(nil)
            throw error
        }
        try await cluster.configure(nil)
        let numbers = SentStatement.types(in: log.entries(since: start))
        let names = try await typeNames(Set(numbers.values.flatMap(\.values)))
        let types = numbers.mapValues { $0.compactMapValues { names[$0] } }
        let samples = zip(requests, captured).map { (member: $0.member, statements: $1) }
        guard samples.contains(where: { !$0.statements.isEmpty }) else {
            throw PgbenchScript.Unusable(description: "no statement is sent")
        }
        return try PgbenchScript(samples, types: types)
    }

    private func typeNames(_ numbers: Set<String>) async throws -> [String: String] {
        let digits = numbers.filter { $0.allSatisfy(\.isNumber) }
        guard !digits.isEmpty else { return [:] }
        let rows = try await cluster.execute(
            """
            set search_path = pg_catalog;
            select oid, format_type(oid, null) from pg_type where oid in (\(digits.sorted().joined(separator: ", ")))
            """)
        return Dictionary(
            rows.compactMap { row in
                guard row.count == 2, let number = row[0], let name = row[1] else { return nil }
                return (number, name)
            }, uniquingKeysWith: { $1 })
    }
}
