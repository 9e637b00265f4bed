// AI operations.

extension NotificationService {
    /// Clustering has finished: "Created X clusters from Y keywords".
    @discardableResult
    public func notifyClusteringComplete(
        account: Identifier<Account>, clusterCount: Int, keywordCount: Int,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .clusteringComplete(clusterCount: clusterCount, keywordCount: keywordCount),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Clustering has failed: "Failed to cluster keywords: [error]".
    @discardableResult
    public func notifyClusteringFailed(
        account: Identifier<Account>, error: String,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .clusteringFailed(error: error),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Ideas are generated: "Generated X content ideas from Y clusters".
    @discardableResult
    public func notifyIdeasComplete(
        account: Identifier<Account>, ideaCount: Int, clusterCount: Int,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .ideasComplete(ideaCount: ideaCount, clusterCount: clusterCount),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Generating ideas has failed: "Failed to generate ideas: [error]".
    @discardableResult
    public func notifyIdeasFailed(
        account: Identifier<Account>, error: String,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .ideasFailed(error: error),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Content is generated: "Generated X articles (Y words)".
    @discardableResult
    public func notifyContentComplete(
        account: Identifier<Account>, articleCount: Int, wordCount: Int,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .contentComplete(articleCount: articleCount, wordCount: wordCount),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Generating content has failed: "Failed to generate content: [error]".
    @discardableResult
    public func notifyContentFailed(
        account: Identifier<Account>, error: String,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .contentFailed(error: error),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Images are generated: "Generated X images".
    @discardableResult
    public func notifyImagesComplete(
        account: Identifier<Account>, imageCount: Int,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .imagesComplete(imageCount: imageCount),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Generating images has failed: "Failed to generate X images: [error]".
    @discardableResult
    public func notifyImagesFailed(
        account: Identifier<Account>, error: String, imageCount: Int? = nil,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .imagesFailed(error: error, imageCount: imageCount),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Image prompts are made: "X image prompts ready (1 featured + Y in-article)".
    @discardableResult
    public func notifyPromptsComplete(
        account: Identifier<Account>, promptCount: Int, inArticleCount: Int,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .promptsComplete(promptCount: promptCount, inArticleCount: inArticleCount),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }

    /// Making image prompts has failed: "Failed to create image prompts: [error]".
    @discardableResult
    public func notifyPromptsFailed(
        account: Identifier<Account>, error: String,
        to audience: Audience = .account, site: Identifier<Site>? = nil, object: ObjectLink? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Receipt? {
        try await announce(
            .promptsFailed(error: error),
            Envelope(account: account, audience: audience, site: site, object: object, idempotencyKey: idempotencyKey))
    }
}
