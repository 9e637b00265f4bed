import Notifications
import Testing

/// One row of the document's "Notification Types", with arguments and what they must come to.
struct EventRow: Sendable, CustomTestStringConvertible {
    let event: String
    let arguments: [String: JSONValue]
    let type: String
    let severity: String
    let category: String
    let message: String
    var needsSite = false

    var testDescription: String { event }

    /// The metadata, which is the arguments.
    var metadata: JSONValue { .object(arguments) }

    static let all: [EventRow] = [
        EventRow(
            event: "clustering_complete", arguments: ["cluster_count": 5, "keyword_count": 50],
            type: "ai_cluster_complete", severity: "success", category: "ai_operations",
            message: "Created 5 clusters from 50 keywords"),
        EventRow(
            event: "clustering_failed", arguments: ["error": "no keywords"],
            type: "ai_cluster_failed", severity: "error", category: "ai_operations",
            message: "Failed to cluster keywords: no keywords"),
        EventRow(
            event: "ideas_complete", arguments: ["idea_count": 1, "cluster_count": 1],
            type: "ai_ideas_complete", severity: "success", category: "ai_operations",
            message: "Generated 1 content idea from 1 cluster"),
        EventRow(
            event: "ideas_failed", arguments: ["error": "timeout"],
            type: "ai_ideas_failed", severity: "error", category: "ai_operations",
            message: "Failed to generate ideas: timeout"),
        EventRow(
            event: "content_complete", arguments: ["article_count": 3, "word_count": 4500],
            type: "ai_content_complete", severity: "success", category: "ai_operations",
            message: "Generated 3 articles (4500 words)"),
        EventRow(
            event: "content_failed", arguments: ["error": "quota"],
            type: "ai_content_failed", severity: "error", category: "ai_operations",
            message: "Failed to generate content: quota"),
        EventRow(
            event: "images_complete", arguments: ["image_count": 0],
            type: "ai_images_complete", severity: "success", category: "ai_operations",
            message: "Generated 0 images"),
        EventRow(
            event: "images_failed", arguments: ["error": "boom", "image_count": 2],
            type: "ai_images_failed", severity: "error", category: "ai_operations",
            message: "Failed to generate 2 images: boom"),
        EventRow(
            event: "prompts_complete", arguments: ["prompt_count": 6, "in_article_count": 5],
            type: "ai_prompts_complete", severity: "success", category: "ai_operations",
            message: "6 image prompts ready (1 featured + 5 in-article)"),
        EventRow(
            event: "prompts_failed", arguments: ["error": "boom"],
            type: "ai_prompts_failed", severity: "error", category: "ai_operations",
            message: "Failed to create image prompts: boom"),
        EventRow(
            event: "content_ready_review", arguments: ["title": "Ten tips"],
            type: "content_ready_review", severity: "info", category: "workflow",
            message: "Ten tips ready for review"),
        EventRow(
            event: "content_published", arguments: ["title": "Ten tips"],
            type: "content_published", severity: "success", category: "workflow",
            message: #""Ten tips" published to My Blog"#, needsSite: true),
        EventRow(
            event: "content_publish_failed", arguments: ["title": "Ten tips", "error": "401"],
            type: "content_publish_failed", severity: "error", category: "workflow",
            message: #"Failed to publish "Ten tips": 401"#),
        EventRow(
            event: "wordpress_sync_success", arguments: ["count": 12],
            type: "wordpress_sync_success", severity: "success", category: "wordpress",
            message: "Synced 12 items with My Blog", needsSite: true),
        EventRow(
            event: "wordpress_sync_failed", arguments: ["error": "403"],
            type: "wordpress_sync_failed", severity: "error", category: "wordpress",
            message: "WordPress sync failed for My Blog: 403", needsSite: true),
        EventRow(
            event: "credits_low", arguments: ["percentage_used": 80, "credits_remaining": 200],
            type: "credits_low", severity: "warning", category: "credits",
            message: "You've used 80% of your credits. 200 remaining."),
        EventRow(
            event: "credits_depleted", arguments: [:],
            type: "credits_depleted", severity: "error", category: "credits",
            message: "Your credits are exhausted. Upgrade to continue."),
        EventRow(
            event: "site_setup_complete", arguments: [:],
            type: "site_setup_complete", severity: "success", category: "setup",
            message: "My Blog is fully configured and ready!", needsSite: true),
        EventRow(
            event: "keywords_imported", arguments: ["count": 1],
            type: "keywords_imported", severity: "info", category: "setup",
            message: "Added 1 keyword to My Blog", needsSite: true),
        EventRow(
            event: "system_info", arguments: ["title": "Maintenance", "message": "Tonight at nine"],
            type: "system_info", severity: "info", category: "system",
            message: "Tonight at nine"),
    ]

    /// What the AI engine's function of that name says, when it ends well.
    static let aiFunctions = [
        ("auto_cluster", "clustering_complete", "clustering_failed"),
        ("generate_ideas", "ideas_complete", "ideas_failed"),
        ("generate_content", "content_complete", "content_failed"),
        ("generate_image_prompts", "prompts_complete", "prompts_failed"),
        ("generate_images", "images_complete", "images_failed"),
    ]

    static func named(_ event: String) -> EventRow? { all.first { $0.event == event } }

    /// An argument that is not what it must be, for each argument there is.
    static let badArguments: [(row: EventRow, argument: String, value: JSONValue)] = all.flatMap { row in
        row.arguments.keys.sorted().flatMap { argument in
            var bad: [JSONValue] = [.null, [], [:], true]
            switch argument {
            case "error": bad += [7]
            case "title": bad += [7, "", " \t", .string(String(repeating: "x", count: 201)), "two\nlines"]
            case "message": bad += [7, "", .string(String(repeating: "x", count: 10_001))]
            case "percentage_used": bad += [-1, 101, .double(79.5), "80"]
            default: bad += [-1, .double(1.5), "5", .double(1e19)]
            }
            return bad.map { (row, argument, $0) }
        }
    }
}
