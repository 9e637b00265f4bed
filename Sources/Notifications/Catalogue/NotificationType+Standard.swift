// The source document's "Notification Types", row for row.

extension NotificationType {
    // AI operations
    public static let aiClusterComplete = NotificationType(
        "ai_cluster_complete", .success, .aiOperations, label: "Clustering complete")
    public static let aiClusterFailed = NotificationType(
        "ai_cluster_failed", .error, .aiOperations, label: "Clustering failed")
    public static let aiIdeasComplete = NotificationType(
        "ai_ideas_complete", .success, .aiOperations, label: "Content ideas ready")
    public static let aiIdeasFailed = NotificationType(
        "ai_ideas_failed", .error, .aiOperations, label: "Idea generation failed")
    public static let aiContentComplete = NotificationType(
        "ai_content_complete", .success, .aiOperations, label: "Content generated")
    public static let aiContentFailed = NotificationType(
        "ai_content_failed", .error, .aiOperations, label: "Content generation failed")
    public static let aiImagesComplete = NotificationType(
        "ai_images_complete", .success, .aiOperations, label: "Images generated")
    public static let aiImagesFailed = NotificationType(
        "ai_images_failed", .error, .aiOperations, label: "Image generation failed")
    public static let aiPromptsComplete = NotificationType(
        "ai_prompts_complete", .success, .aiOperations, label: "Image prompts ready")
    public static let aiPromptsFailed = NotificationType(
        "ai_prompts_failed", .error, .aiOperations, label: "Image prompts failed")

    // Workflow events
    public static let contentReadyReview = NotificationType(
        "content_ready_review", .info, .workflow, label: "Ready for review")
    public static let contentPublished = NotificationType(
        "content_published", .success, .workflow, label: "Content published")
    public static let contentPublishFailed = NotificationType(
        "content_publish_failed", .error, .workflow, label: "Publishing failed")

    // WordPress sync
    public static let wordpressSyncSuccess = NotificationType(
        "wordpress_sync_success", .success, .wordpress, label: "WordPress synced")
    public static let wordpressSyncFailed = NotificationType(
        "wordpress_sync_failed", .error, .wordpress, label: "WordPress sync failed")

    // Credits and billing
    public static let creditsLow = NotificationType(
        "credits_low", .warning, .credits, label: "Credits running low")
    public static let creditsDepleted = NotificationType(
        "credits_depleted", .error, .credits, label: "Credits depleted", isLocked: true)

    // Setup and system
    public static let siteSetupComplete = NotificationType(
        "site_setup_complete", .success, .setup, label: "Site setup complete")
    public static let keywordsImported = NotificationType(
        "keywords_imported", .info, .setup, label: "Keywords imported")
    public static let systemInfo = NotificationType(
        "system_info", .info, .system, label: "System messages")

    static let standard: [NotificationType] =
        [
            .aiClusterComplete, .aiClusterFailed, .aiIdeasComplete, .aiIdeasFailed, .aiContentComplete,
            .aiContentFailed,
            .aiImagesComplete, .aiImagesFailed, .aiPromptsComplete, .aiPromptsFailed,
            .contentReadyReview, .contentPublished, .contentPublishFailed,
            .wordpressSyncSuccess, .wordpressSyncFailed,
            .creditsLow, .creditsDepleted,
            .siteSetupComplete, .keywordsImported, .systemInfo,
        ] + Orion.all
}
