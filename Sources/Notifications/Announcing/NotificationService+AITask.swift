/// How a function of the AI engine ended.
public enum AITaskOutcome: Sendable {
    /// The counts that the function's completion is announced with, under their wire names
    /// (`["cluster_count": 5, "keyword_count": 50]`).
    case complete([String: Int])
    case failed(error: String)
}

extension NotificationService {
    /// What an AI engine calls when a function of its ends: maps the function's name and outcome to the announcement.
    /// - Parameter function: `auto_cluster`, `generate_ideas`, `generate_content`, `generate_image_prompts` or
    ///   `generate_images`; another is `NotificationError.invalid`.
    @discardableResult
    public func notifyAITask(
        account: Identifier<Account>, function: String, outcome: AITaskOutcome,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        var values: [String: JSONValue] = ["function": .string(function)]
        switch outcome {
        case .complete(let counts): values.merge(counts.mapValues { .int(Int64($0)) }) { given, _ in given }
        case .failed(let error): values["error"] = .string(error)
        }
        var arguments = Arguments(values)
        let announcement = try Announcement.named("ai_task", &arguments)
        try arguments.finish()
        return try await announce(
            announcement,
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }
}
