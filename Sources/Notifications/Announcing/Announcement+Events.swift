extension Announcement {
    /// The announcement that an event's arguments make: what the wire's `POST /api/v1/notify/{event}/` and a seed say.
    /// - Parameter event: the source document's Python name without `notify_`, or `ai_task`.
    /// - Throws: `NotificationError.notFound` when there is no such event, `.invalid` when `ai_task` names no function.
    ///   What else is wrong with the arguments is collected in them: until `finish` has found nothing, the announcement
    ///   is not to be used.
    package static func named(_ event: String, _ arguments: inout Arguments) throws(NotificationError) -> Announcement {
        guard let read = events[event] else {
            throw NotificationError(
                .notFound, "There is no such event; known are \(eventNames.joined(separator: ", ")).")
        }
        return try read(&arguments)
    }

    /// All events of the wire; `credits_balance` alone is no announcement, but decides whether there is one.
    package static var eventNames: [String] { (events.keys + ["credits_balance"]).sorted() }

    private typealias Reader = @Sendable (inout Arguments) throws(NotificationError) -> Announcement

    private static let events: [String: Reader] = [
        "clustering_complete": {
            .clusteringComplete(clusterCount: $0.count("cluster_count"), keywordCount: $0.count("keyword_count"))
        },
        "clustering_failed": { .clusteringFailed(error: $0.error()) },
        "ideas_complete": {
            .ideasComplete(ideaCount: $0.count("idea_count"), clusterCount: $0.count("cluster_count"))
        },
        "ideas_failed": { .ideasFailed(error: $0.error()) },
        "content_complete": {
            .contentComplete(articleCount: $0.count("article_count"), wordCount: $0.count("word_count"))
        },
        "content_failed": { .contentFailed(error: $0.error()) },
        "images_complete": { .imagesComplete(imageCount: $0.count("image_count")) },
        "images_failed": { .imagesFailed(error: $0.error(), imageCount: $0.count("image_count")) },
        "prompts_complete": {
            .promptsComplete(promptCount: $0.count("prompt_count"), inArticleCount: $0.count("in_article_count"))
        },
        "prompts_failed": { .promptsFailed(error: $0.error()) },
        "content_ready_review": { .contentReadyReview(title: $0.title()) },
        "content_published": {
            $0.needsSite()
            return .contentPublished(title: $0.title())
        },
        "content_publish_failed": { .contentPublishFailed(title: $0.title(), error: $0.error()) },
        "wordpress_sync_success": {
            $0.needsSite()
            return .wordpressSyncSuccess(count: $0.count("count"))
        },
        "wordpress_sync_failed": {
            $0.needsSite()
            return .wordpressSyncFailed(error: $0.error())
        },
        "credits_low": {
            .creditsLow(
                percentageUsed: Int($0.int("percentage_used", in: 0...100)),
                creditsRemaining: $0.count("credits_remaining"))
        },
        "credits_depleted": { _ in .creditsDepleted() },
        "site_setup_complete": {
            $0.needsSite()
            return .siteSetupComplete()
        },
        "keywords_imported": {
            $0.needsSite()
            return .keywordsImported(count: $0.count("count"))
        },
        "system_info": { .systemInfo(title: $0.title(), message: $0.string("message", limit: Limit.message)) },
        "trend.detected": {
            let words = $0.optionalValue("topic") == nil && $0.optionalValue("title") != nil ? "title" : "topic"
            return event(.trendDetected(topic: $0.string(words, limit: Limit.title)), &$0)
        },
        "content.published": { event(.contentPublished(title: $0.eventTitle()), &$0) },
        "content.rejected": { event(.contentRejected(title: $0.eventTitle()), &$0) },
        "media.failed": { event(.mediaFailed(title: $0.eventTitle()), &$0) },
        "pipeline.stage_changed": {
            let stage = $0.string("stage", limit: Limit.title)
            return event(.pipelineStageChanged(stage: stage, title: $0.eventTitle()), &$0)
        },
        "content.created": { event(.contentCreated(title: $0.eventTitle()), &$0) },
        "ai_task": { arguments throws(NotificationError) in try aiTask(&arguments) },
    ]

    private static func event(_ event: DomainEvent, _ arguments: inout Arguments) -> Announcement {
        if event.audience == nil { arguments.needsAddressee() }
        return .event(event, metadata: arguments.optionalObject("metadata") ?? [:])
    }

    /// The source document's "Mapping": which function of the AI engine announces what.
    private static let aiFunctions = [
        "auto_cluster": (complete: "clustering_complete", failed: "clustering_failed"),
        "generate_ideas": (complete: "ideas_complete", failed: "ideas_failed"),
        "generate_content": (complete: "content_complete", failed: "content_failed"),
        "generate_image_prompts": (complete: "prompts_complete", failed: "prompts_failed"),
        "generate_images": (complete: "images_complete", failed: "images_failed"),
    ]

    private static func aiTask(_ arguments: inout Arguments) throws(NotificationError) -> Announcement {
        guard let function = arguments.required("function", { $0.optionalString($1, limit: 200) }) else {
            try arguments.finish()
            throw .invalid("function", "is required")
        }
        guard let events = aiFunctions[function] else {
            throw .invalid("function", "must be one of \(aiFunctions.keys.sorted().joined(separator: ", "))")
        }
        // A caller may always say both, the one that does not apply as null.
        guard arguments.optionalValue("error") != nil else { return try named(events.complete, &arguments) }
        if function == "generate_images" {
            // The engine's error handler knows no count.
            return .imagesFailed(error: arguments.error(), imageCount: arguments.optionalCount("image_count"))
        }
        return try named(events.failed, &arguments)
    }
}

extension Arguments {
    fileprivate mutating func count(_ name: String) -> Int { Int(int(name, in: 0 ... .max)) }
    fileprivate mutating func optionalCount(_ name: String) -> Int? {
        optionalInt(name, in: 0 ... .max).map { Int($0) }
    }
    /// Reports a missing site with all that is wrong; the envelope reads it.
    fileprivate mutating func needsSite() { _ = required("site_id") { $0.optionalValue($1) } }
    /// Reports that nobody is named of whom the event is; the envelope reads it.
    fileprivate mutating func needsAddressee() {
        if optionalValue("roles") == nil { _ = required("user_id") { $0.optionalValue($1) } }
    }
    fileprivate mutating func eventTitle() -> String { string("title", limit: Limit.title) }
    fileprivate mutating func title() -> String { string("title", limit: Limit.subject) }

    /// Of any length: a long one is shortened when it is worded.
    fileprivate mutating func error() -> String {
        required("error") { $0.optionalString($1, limit: .max) } ?? ""
    }
}
