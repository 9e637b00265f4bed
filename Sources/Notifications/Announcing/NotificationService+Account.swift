// Credits and billing, set-up and system. See `notifyCreditsBalance` for the alert as a decision.

extension NotificationService {
    /// Less than a fifth is left: "You've used X% of your credits. Y remaining."
    @discardableResult
    public func notifyCreditsLow(
        account: Identifier<Account>, percentageUsed: Int, creditsRemaining: Int,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .creditsLow(percentageUsed: percentageUsed, creditsRemaining: creditsRemaining),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Nothing is left: "Your credits are exhausted. Upgrade to continue."
    @discardableResult
    public func notifyCreditsDepleted(
        account: Identifier<Account>,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .creditsDepleted(),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// All steps are done: "[site] is fully configured and ready!"
    @discardableResult
    public func notifySiteSetupComplete(
        account: Identifier<Account>, site: Identifier<Site>,
        to audience: Audience = .account, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .siteSetupComplete(),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Keywords were added: "Added X keywords to [site]".
    @discardableResult
    public func notifyKeywordsImported(
        account: Identifier<Account>, site: Identifier<Site>, count: Int,
        to audience: Audience = .account, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .keywordsImported(count: count),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// A message of the system's own.
    @discardableResult
    public func notifySystemInfo(
        account: Identifier<Account>, title: String, message: String,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .systemInfo(title: title, message: message),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }
}
