// AI operations.

extension Announcement {
    public static func clusteringComplete(clusterCount: Int, keywordCount: Int) -> Announcement {
        Announcement(
            .aiClusterComplete,
            title: "Clustering Complete",
            .plain("Created \(counted(clusterCount, "cluster")) from \(counted(keywordCount, "keyword"))"),
            action: Action(url: "/planner/clusters", label: "View Clusters"),
            arguments: [.count("cluster_count", clusterCount), .count("keyword_count", keywordCount)]
        )
    }

    public static func clusteringFailed(error: String) -> Announcement {
        failed(
            .aiClusterFailed, title: "Clustering Failed", "Failed to cluster keywords", error,
            action: Action(url: "/planner/keywords", label: "View Keywords"))
    }

    public static func ideasComplete(ideaCount: Int, clusterCount: Int) -> Announcement {
        Announcement(
            .aiIdeasComplete,
            title: "Content Ideas Ready",
            .plain("Generated \(counted(ideaCount, "content idea")) from \(counted(clusterCount, "cluster"))"),
            action: Action(url: "/planner/ideas", label: "View Ideas"),
            arguments: [.count("idea_count", ideaCount), .count("cluster_count", clusterCount)]
        )
    }

    public static func ideasFailed(error: String) -> Announcement {
        failed(
            .aiIdeasFailed, title: "Idea Generation Failed", "Failed to generate ideas", error,
            action: Action(url: "/planner/clusters", label: "View Clusters"))
    }

    public static func contentComplete(articleCount: Int, wordCount: Int) -> Announcement {
        Announcement(
            .aiContentComplete,
            title: "Content Generated",
            .plain("Generated \(counted(articleCount, "article")) (\(counted(wordCount, "word")))"),
            action: Action(url: "/writer/content", label: "View Content"),
            arguments: [.count("article_count", articleCount), .count("word_count", wordCount)]
        )
    }

    public static func contentFailed(error: String) -> Announcement {
        failed(
            .aiContentFailed, title: "Content Generation Failed", "Failed to generate content", error,
            action: Action(url: "/writer/tasks", label: "View Tasks"))
    }

    public static func imagesComplete(imageCount: Int) -> Announcement {
        Announcement(
            .aiImagesComplete,
            title: "Images Generated",
            .plain("Generated \(counted(imageCount, "image"))"),
            action: Action(url: "/writer/images", label: "View Images"),
            arguments: [.count("image_count", imageCount)]
        )
    }

    /// - Parameter imageCount: nil when the engine does not know how many it was to be.
    public static func imagesFailed(error: String, imageCount: Int?) -> Announcement {
        let images = imageCount.map { counted($0, "image") } ?? "images"
        return failed(
            .aiImagesFailed, title: "Image Generation Failed", "Failed to generate \(images)", error,
            action: Action(url: "/writer/images", label: "View Images"),
            arguments: imageCount.map { [.count("image_count", $0)] } ?? [])
    }

    /// - Parameters:
    ///   - promptCount: all of them: the featured one and those in the article.
    ///   - inArticleCount: those in the article.
    public static func promptsComplete(promptCount: Int, inArticleCount: Int) -> Announcement {
        let prompts = counted(promptCount, "image prompt")
        return Announcement(
            .aiPromptsComplete,
            title: "Image Prompts Ready",
            .plain("\(prompts) ready (1 featured + \(inArticleCount) in-article)"),
            action: Action(url: "/writer/images", label: "View Prompts"),
            arguments: [.count("prompt_count", promptCount), .count("in_article_count", inArticleCount)]
        )
    }

    public static func promptsFailed(error: String) -> Announcement {
        failed(
            .aiPromptsFailed, title: "Image Prompts Failed", "Failed to create image prompts", error,
            action: Action(url: "/writer/content", label: "View Content"))
    }

    private static func failed(
        _ type: NotificationType, title: String, _ what: String, _ error: String, action: Action,
        arguments: [Argument] = []
    ) -> Announcement {
        let error = shown(error)
        return Announcement(
            type, title: title, .plain("\(what): \(error)"), action: action,
            arguments: arguments + [.text("error", error)])
    }
}
