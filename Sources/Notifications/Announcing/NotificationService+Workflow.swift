// Workflow events and WordPress sync.

extension NotificationService {
    /// Content waits for review: "[title] ready for review".
    @discardableResult
    public func notifyContentReadyReview(
        account: Identifier<Account>, title: String,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .contentReadyReview(title: title),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Content is out: "'[title]' published to [site]".
    @discardableResult
    public func notifyContentPublished(
        account: Identifier<Account>, site: Identifier<Site>, title: String,
        to audience: Audience = .account, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .contentPublished(title: title),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Publishing has failed: "Failed to publish '[title]': [error]".
    @discardableResult
    public func notifyContentPublishFailed(
        account: Identifier<Account>, title: String, error: String,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .contentPublishFailed(title: title, error: error),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// A site is in step with WordPress: "Synced X items with [site]".
    @discardableResult
    public func notifyWordPressSyncSuccess(
        account: Identifier<Account>, site: Identifier<Site>, count: Int,
        to audience: Audience = .account, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .wordpressSyncSuccess(count: count),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// A sync has failed: "WordPress sync failed for [site]: [error]".
    @discardableResult
    public func notifyWordPressSyncFailed(
        account: Identifier<Account>, site: Identifier<Site>, error: String,
        to audience: Audience = .account, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .wordpressSyncFailed(error: error),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }
}
