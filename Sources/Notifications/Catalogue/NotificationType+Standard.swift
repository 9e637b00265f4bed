// The source document's "Notification Types", row for row.

extension NotificationType {
    // AI operations
    public static let aiClusterComplete = NotificationType("ai_cluster_complete", .success, .aiOperations)
    public static let aiClusterFailed = NotificationType("ai_cluster_failed", .error, .aiOperations)
    public static let aiIdeasComplete = NotificationType("ai_ideas_complete", .success, .aiOperations)
    public static let aiIdeasFailed = NotificationType("ai_ideas_failed", .error, .aiOperations)
    public static let aiContentComplete = NotificationType("ai_content_complete", .success, .aiOperations)
    public static let aiContentFailed = NotificationType("ai_content_failed", .error, .aiOperations)
    public static let aiImagesComplete = NotificationType("ai_images_complete", .success, .aiOperations)
    public static let aiImagesFailed = NotificationType("ai_images_failed", .error, .aiOperations)
    public static let aiPromptsComplete = NotificationType("ai_prompts_complete", .success, .aiOperations)
    public static let aiPromptsFailed = NotificationType("ai_prompts_failed", .error, .aiOperations)

    // Workflow events
    public static let contentReadyReview = NotificationType("content_ready_review", .info, .workflow)
    public static let contentPublished = NotificationType("content_published", .success, .workflow)
    public static let contentPublishFailed = NotificationType("content_publish_failed", .error, .workflow)

    // WordPress sync
    public static let wordpressSyncSuccess = NotificationType("wordpress_sync_success", .success, .wordpress)
    public static let wordpressSyncFailed = NotificationType("wordpress_sync_failed", .error, .wordpress)

    // Credits and billing
    public static let creditsLow = NotificationType("credits_low", .warning, .credits)
    public static let creditsDepleted = NotificationType("credits_depleted", .error, .credits)

    // Setup and system
    public static let siteSetupComplete = NotificationType("site_setup_complete", .success, .setup)
    public static let keywordsImported = NotificationType("keywords_imported", .info, .setup)
    public static let systemInfo = NotificationType("system_info", .info, .system)

    static let standard: [NotificationType] = [
        .aiClusterComplete, .aiClusterFailed, .aiIdeasComplete, .aiIdeasFailed, .aiContentComplete, .aiContentFailed,
        .aiImagesComplete, .aiImagesFailed, .aiPromptsComplete, .aiPromptsFailed,
        .contentReadyReview, .contentPublished, .contentPublishFailed,
        .wordpressSyncSuccess, .wordpressSyncFailed,
        .creditsLow, .creditsDepleted,
        .siteSetupComplete, .keywordsImported, .systemInfo,
    ]
}
