import Notifications
import Synchronization

@testable import NotificationServer

/// What sixteen clients were told.
final class LoadLog: Sendable {
    enum Outcome { case acknowledged, unavailable, unknown }

    struct Told {
        var outcomes: [String: Outcome] = [:]
        var strange: [String] = []
        var successes = 0
        var refusals = 0
        var isEnded = false
    }

    private let state = Mutex(Told())

    var told: Told { state.withLock { $0 } }

    func end() { state.withLock { $0.isEnded = true } }

    /// Writes and reads in turn; every other client with an idempotency key.
    func run(_ client: Int, _ tenant: Tenant) async throws {
        var number = 0
        while !told.isEnded {
            number += 1
            let title = "\(client)-\(number)"
            let key: [String: JSONValue] = client % 2 == 0 ? ["idempotency_key": .string(title)] : [:]
            note(try await tenant.create(key.merging(["title": .string(title)]) { $1 }), of: title)
            note(try await tenant.send("GET", "/api/v1/notifications/?page_size=5"), of: nil)
        }
    }

    private func note(_ answer: TestServer.Answer, of title: String?) {
        let isProblem = answer["content-type"] == "application/problem+json" && answer["retry-after"] != nil
        state.withLock { state in
            switch answer.status {
            case 200 where title == nil, 201 where title != nil:
                state.successes += 1
                if let title { state.outcomes[title] = .acknowledged }
            case 503 where isProblem:
                state.refusals += 1
                let isUnknown = answer.json["type"] == "/problems/outcome-unknown"
                if let title { state.outcomes[title] = isUnknown ? .unknown : .unavailable }
            default:
                state.strange.append("\(answer.status) \(answer.body)")
                if let title { state.outcomes[title] = .unknown }
            }
        }
    }

    /// Waits for so many more.
    func until(successes: Int = 0, refusals: Int = 0) async throws {
        let before = told
        try await eventually {
            let now = told
            return now.successes >= before.successes + successes && now.refusals >= before.refusals + refusals
        }
    }
}
