import Glibc

/// A server that may have few files open, and more sockets than that: whether it refuses cleanly and lives on.
struct DescriptorLimit: Sendable {
    private static let descriptors = 1024
    /// A refusal comes at once; who is left waiting was not refused.
    private static let patience = Duration.seconds(5)

    let scene: SocketScene

    func measure(_ figures: inout Figures) async throws {
        let members = 20
        let asked = Self.descriptors + 200
        let tokens = try await scene.tokens(asked, members: members)
        let limit = try await scene.server(descriptors: Self.descriptors) { server in
            try await Swarm.running(port: server.port) { swarm in
                let opening = try await swarm.open(tokens, patience: Self.patience)
                let list = send(.get(Operation.listPath, tokens[0]), port: server.port)
                let closed = opening.ready / 2
                try await swarm.close(closed)
                // A server of ours may hold a connection a little longer than its client.
                try await Task.sleep(for: .seconds(1))
                let again = try await swarm.open(Array(tokens.prefix(closed)), patience: Self.patience)
                let isAlive = kill(server.process, 0) == 0
                let isReady = send(HTTPRequest(path: "/readyz"), port: server.port)?.status == 200
                try await swarm.close(.max)
                return SocketFigures.Limit(
                    descriptors: Self.descriptors, opened: opening.ready, refused: opening.refused[503] ?? 0,
                    failed: asked - opening.ready - (opening.refused[503] ?? 0), answersREST: list?.status == 200,
                    reopened: again.ready, closed: closed, isAlive: isAlive && isReady)
            }
        }
        var row = Figures.Row(
            name: "sockets/limit", title: "\(asked) sockets at a server with \(Self.descriptors) descriptors")
        row.note = """
            \(limit.opened) opened, \(limit.refused) answered 503, \(limit.failed) otherwise; \
            REST \(limit.answersREST ? "answers" : "does not answer"); \
            \(limit.closed) closed, then \(limit.reopened) opened; the server \(limit.isAlive ? "lives" : "has ended")
            """
        figures.sockets?.limit = limit
        figures.rows.append(row)
    }
}
