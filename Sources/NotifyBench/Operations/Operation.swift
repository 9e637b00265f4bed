/// Something a client does, under load.
struct Operation: Sendable {
    /// A request of one member's.
    struct Sample: Sendable {
        let member: Population.Member
        let request: HTTPRequest
    }

    /// In the saved figures and for --only: `list/severity-rare`.
    let name: String
    let title: String
    var connections = 32
    /// Made when it is its turn. When there are several, each request is one of them by chance.
    let samples: @Sendable (Scene) async throws -> [Sample]

    static let listPath = "/api/v1/notifications/"
    static let countPath = "/api/v1/notifications/unread-count/"

    /// A member of each of many accounts does the same.
    static func everywhere(_ name: String, _ title: String, _ path: String) -> Operation {
        Operation(name: name, title: title) { scene in
            var samples: [Sample] = []
            for member in scene.population.sample {
                samples.append(Sample(member: member, request: .get(path, try await scene.tokens.member(member))))
            }
            return samples
        }
    }

    static func one(
        _ name: String, _ title: String, _ member: Population.Member, _ path: String,
        headers: [String: String] = [:]
    ) -> Operation {
        Operation(name: name, title: title) { scene in
            var request = HTTPRequest.get(path, try await scene.tokens.member(member))
            request.headers.merge(headers) { $1 }
            return [Sample(member: member, request: request)]
        }
    }
}

/// What the operations work with.
struct Scene: Sendable {
    let population: Population
    let cluster: Cluster
    let server: ServerProcess
    let tokens: Tokens
    let wrk: Wrk
    /// Nil: without.
    let pgbench: Pgbench?
    let capture: Capture
    let seconds: Int
}

/// What is no fault, but cannot be measured.
struct NotThere: Error, CustomStringConvertible {
    let description: String
}
