// Workflow events and WordPress sync.

extension Announcement {
    /// - Parameter title: the content's; at most 200 code points.
    public static func contentReadyReview(title: String) -> Announcement {
        Announcement(
            .contentReadyReview,
            title: "Ready for Review",
            .plain("\(title) ready for review"),
            action: Action(url: "/writer/review", label: "Review Content"),
            arguments: [.title("title", title)]
        )
    }

    /// - Parameter title: the content's; at most 200 code points.
    public static func contentPublished(title: String) -> Announcement {
        Announcement(
            .contentPublished,
            title: "Content Published",
            .site { "\"\(title)\" published to \($0)" },
            action: Action(url: "/writer/published", label: "View Content"),
            arguments: [.title("title", title)]
        )
    }

    /// - Parameter title: the content's; at most 200 code points.
    public static func contentPublishFailed(title: String, error: String) -> Announcement {
        let error = shown(error)
        return Announcement(
            .contentPublishFailed,
            title: "Publishing Failed",
            .plain("Failed to publish \"\(title)\": \(error)"),
            action: Action(url: "/writer/review", label: "View Content"),
            arguments: [.title("title", title), .text("error", error)]
        )
    }

    public static func wordpressSyncSuccess(count: Int) -> Announcement {
        Announcement(
            .wordpressSyncSuccess,
            title: "WordPress Synced",
            .site { "Synced \(counted(count, "item")) with \($0)" },
            arguments: [.count("count", count)],
            action: toSite(label: "View Site")
        )
    }

    public static func wordpressSyncFailed(error: String) -> Announcement {
        let error = shown(error)
        return Announcement(
            .wordpressSyncFailed,
            title: "WordPress Sync Failed",
            .site { "WordPress sync failed for \($0): \(error)" },
            arguments: [.text("error", error)],
            action: toSite(label: "Check Site")
        )
    }

    static func toSite(label: String) -> @Sendable (Identifier<Site>?) -> Action? {
        { site in Action(url: site.map { "/sites/\($0)" } ?? "/sites", label: label) }
    }
}
