import Notifications
import Postgres
import Testing

/// The source document's "Notification Types", row for row.
@Suite struct WordingTests {
    typealias Call = @Sendable (Place) async throws -> Receipt?

    struct Place: Sendable {
        let service: NotificationService
        let account: Identifier<Account>
        let site: Identifier<Site>
    }

    struct RowOfDocument: CustomTestStringConvertible, Sendable {
        let type: String
        let severity: Severity
        let message: String
        let call: Call

        init(_ type: String, _ severity: Severity, _ message: String, _ call: @escaping Call) {
            (self.type, self.severity, self.message, self.call) = (type, severity, message, call)
        }

        var testDescription: String { "\(type): \(message)" }
    }

    static let document: [RowOfDocument] = [
        .init("ai_cluster_complete", .success, "Created 5 clusters from 50 keywords") {
            try await $0.service.notifyClusteringComplete(account: $0.account, clusterCount: 5, keywordCount: 50)
        },
        .init("ai_cluster_complete", .success, "Created 1 cluster from 1 keyword") {
            try await $0.service.notifyClusteringComplete(account: $0.account, clusterCount: 1, keywordCount: 1)
        },
        .init("ai_cluster_failed", .error, "Failed to cluster keywords: Insufficient credits") {
            try await $0.service.notifyClusteringFailed(account: $0.account, error: "Insufficient credits")
        },
        .init("ai_ideas_complete", .success, "Generated 12 content ideas from 3 clusters") {
            try await $0.service.notifyIdeasComplete(account: $0.account, ideaCount: 12, clusterCount: 3)
        },
        .init("ai_ideas_failed", .error, "Failed to generate ideas: timeout") {
            try await $0.service.notifyIdeasFailed(account: $0.account, error: "timeout")
        },
        .init("ai_content_complete", .success, "Generated 3 articles (4500 words)") {
            try await $0.service.notifyContentComplete(account: $0.account, articleCount: 3, wordCount: 4500)
        },
        .init("ai_content_failed", .error, "Failed to generate content: timeout") {
            try await $0.service.notifyContentFailed(account: $0.account, error: "timeout")
        },
        .init("ai_images_complete", .success, "Generated 8 images") {
            try await $0.service.notifyImagesComplete(account: $0.account, imageCount: 8)
        },
        .init("ai_images_failed", .error, "Failed to generate 2 images: timeout") {
            try await $0.service.notifyImagesFailed(account: $0.account, error: "timeout", imageCount: 2)
        },
        .init("ai_prompts_complete", .success, "5 image prompts ready (1 featured + 4 in-article)") {
            try await $0.service.notifyPromptsComplete(account: $0.account, promptCount: 5, inArticleCount: 4)
        },
        .init("ai_prompts_failed", .error, "Failed to create image prompts: timeout") {
            try await $0.service.notifyPromptsFailed(account: $0.account, error: "timeout")
        },
        .init("content_ready_review", .info, "Ten Tips ready for review") {
            try await $0.service.notifyContentReadyReview(account: $0.account, title: "Ten Tips")
        },
        .init("content_published", .success, "\"Ten Tips\" published to My Blog") {
            try await $0.service.notifyContentPublished(account: $0.account, site: $0.site, title: "Ten Tips")
        },
        .init("content_publish_failed", .error, "Failed to publish \"Ten Tips\": 502") {
            try await $0.service.notifyContentPublishFailed(account: $0.account, title: "Ten Tips", error: "502")
        },
        .init("wordpress_sync_success", .success, "Synced 14 items with My Blog") {
            try await $0.service.notifyWordPressSyncSuccess(account: $0.account, site: $0.site, count: 14)
        },
        .init("wordpress_sync_failed", .error, "WordPress sync failed for My Blog: 401") {
            try await $0.service.notifyWordPressSyncFailed(account: $0.account, site: $0.site, error: "401")
        },
        .init("credits_low", .warning, "You've used 80% of your credits. 200 remaining.") {
            try await $0.service.notifyCreditsLow(account: $0.account, percentageUsed: 80, creditsRemaining: 200)
        },
        .init("credits_depleted", .error, "Your credits are exhausted. Upgrade to continue.") {
            try await $0.service.notifyCreditsDepleted(account: $0.account)
        },
        .init("site_setup_complete", .success, "My Blog is fully configured and ready!") {
            try await $0.service.notifySiteSetupComplete(account: $0.account, site: $0.site)
        },
        .init("keywords_imported", .info, "Added 1 keyword to My Blog") {
            try await $0.service.notifyKeywordsImported(account: $0.account, site: $0.site, count: 1)
        },
        .init("system_info", .info, "Tonight at ten.") {
            try await $0.service.notifySystemInfo(account: $0.account, title: "Maintenance", message: "Tonight at ten.")
        },
    ]

    static let domainEvents: [RowOfDocument] = [
        .init("trend.detected", .info, "New trend detected: AI Coding") {
            try await $0.service.notifyTrendDetected(
                account: $0.account, topic: "AI Coding", metadata: ["source": "google_trends"])
        },
        .init("content.published", .success, "Content published: Ten Tips") {
            try await $0.service.notifyContentPublished(account: $0.account, creator: 1, title: "Ten Tips")
        },
        .init("content.rejected", .warning, "Content rejected: Ten Tips") {
            try await $0.service.notifyContentRejected(account: $0.account, creator: 1, title: "Ten Tips")
        },
        .init("media.failed", .error, "Media generation failed for: Ten Tips") {
            try await $0.service.notifyMediaFailed(account: $0.account, creator: 1, title: "Ten Tips")
        },
        .init("pipeline.stage_changed", .info, "Pipeline stage: review for Ten Tips") {
            try await $0.service.notifyPipelineStageChanged(
                account: $0.account, creator: 1, stage: "review", title: "Ten Tips")
        },
        .init("content.created", .info, "New content created: Ten Tips") {
            try await $0.service.notifyContentCreated(account: $0.account, creator: 1, title: "Ten Tips")
        },
    ]

    @Test(arguments: document)
    func `each typed call yields the document's type, severity and message`(row: RowOfDocument) async throws {
        let world = try await World.shared.value
        let account = world.newAccount()
        let site: Identifier<Site> = 7
        try await world.directory.put(site: site, in: account, name: "My Blog")
        let receipt = try await row.call(Place(service: world.service, account: account, site: site))
        let viewer = try await world.member(1, of: account)
        let stored = try await world.inbox.notification(receipt.id, for: viewer)
        #expect(stored.type == row.type)
        #expect(stored.severity == row.severity)
        #expect(stored.message == row.message)
        #expect(!stored.title.isEmpty)
        #expect(stored.isRead == false)
        #expect(row.type == "system_info" || stored.action?.url.hasPrefix("/") == true)
        #expect(receipt.notification?.message == stored.message)
        #expect(receipt.notification?.createdAt == stored.createdAt)
    }

    @Test(arguments: domainEvents)
    func `each domain event yields the second document's type and title`(row: RowOfDocument) async throws {
        let world = try await World.shared.value
        let editor = try await world.member(1, of: world.newAccount())
        let preferences = Preferences(world.pool)
        try await preferences.update(
            ["pipeline.stage_changed": .init(enabled: .set(true)), "content.created": .init(enabled: .set(true))],
            for: editor)
        let receipt = try await row.call(Place(service: world.service, account: editor.account, site: 7))
        let stored = try await world.inbox.notification(receipt.id, for: editor)
        #expect(stored.type == row.type)
        #expect(stored.severity == row.severity)
        #expect(stored.title == row.message)
        #expect(stored.message.isEmpty)
        #expect(stored.metadata.text == (row.type == "trend.detected" ? #"{"source": "google_trends"}"# : "{}"))
    }

    @Test func `the tables have each of the catalogue's types`() {
        let all = Self.document + Self.domainEvents
        #expect(Set(all.map(\.type)) == Set(Catalogue.standard.types.map(\.name)))
        #expect(Catalogue.standard.types.count == 26)
    }
}
