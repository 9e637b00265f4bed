// Domain events.

extension NotificationService {
    /// A trend was detected: "New trend detected: [topic]". For admins and editors, unless another audience is given.
    /// - Parameter metadata: the rest of what is known of it.
    @discardableResult
    public func notifyTrendDetected(
        account: Identifier<Account>, topic: String, metadata: [String: JSONValue] = [:],
        to audience: Audience = .roles([.admin, .editor]), object: ObjectLink? = nil, idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .event(.trendDetected(topic: topic), metadata: metadata),
            Envelope(account: account, audience: audience, object: object, idempotencyKey: idempotencyKey))
    }

    /// Somebody's content is out: "Content published: [title]".
    @discardableResult
    public func notifyContentPublished(
        account: Identifier<Account>, creator: Identifier<User>, title: String, metadata: [String: JSONValue] = [:],
        object: ObjectLink? = nil, idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .event(.contentPublished(title: title), metadata: metadata),
            Envelope(account: account, audience: .user(creator), object: object, idempotencyKey: idempotencyKey))
    }

    /// Somebody's content was turned down: "Content rejected: [title]".
    @discardableResult
    public func notifyContentRejected(
        account: Identifier<Account>, creator: Identifier<User>, title: String, metadata: [String: JSONValue] = [:],
        object: ObjectLink? = nil, idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .event(.contentRejected(title: title), metadata: metadata),
            Envelope(account: account, audience: .user(creator), object: object, idempotencyKey: idempotencyKey))
    }

    /// Images or videos of somebody's content could not be made: "Media generation failed for: [title]".
    @discardableResult
    public func notifyMediaFailed(
        account: Identifier<Account>, creator: Identifier<User>, title: String, metadata: [String: JSONValue] = [:],
        object: ObjectLink? = nil, idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .event(.mediaFailed(title: title), metadata: metadata),
            Envelope(account: account, audience: .user(creator), object: object, idempotencyKey: idempotencyKey))
    }

    /// Somebody's content went a step further: "Pipeline stage: [stage] for [title]". Off unless its user wants it.
    @discardableResult
    public func notifyPipelineStageChanged(
        account: Identifier<Account>, creator: Identifier<User>, stage: String, title: String,
        metadata: [String: JSONValue] = [:], object: ObjectLink? = nil, idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .event(.pipelineStageChanged(stage: stage, title: title), metadata: metadata),
            Envelope(account: account, audience: .user(creator), object: object, idempotencyKey: idempotencyKey))
    }

    /// Somebody's content was begun: "New content created: [title]". Off unless its user wants it.
    @discardableResult
    public func notifyContentCreated(
        account: Identifier<Account>, creator: Identifier<User>, title: String, metadata: [String: JSONValue] = [:],
        object: ObjectLink? = nil, idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .event(.contentCreated(title: title), metadata: metadata),
            Envelope(account: account, audience: .user(creator), object: object, idempotencyKey: idempotencyKey))
    }
}
