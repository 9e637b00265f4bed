// Credits and billing, set-up and system.

extension Announcement {
    /// - Parameters:
    ///   - percentageUsed: 0 to 100.
    ///   - creditsRemaining: how many are left.
    public static func creditsLow(percentageUsed: Int, creditsRemaining: Int) -> Announcement {
        Announcement(
            .creditsLow,
            title: "Credits Running Low",
            .plain("You've used \(percentageUsed)% of your credits. \(creditsRemaining) remaining."),
            action: Action(url: "/account/plans", label: "Upgrade Plan"),
            arguments: [.percentage("percentage_used", percentageUsed), .count("credits_remaining", creditsRemaining)]
        )
    }

    public static func creditsDepleted() -> Announcement {
        Announcement(
            .creditsDepleted,
            title: "Credits Depleted",
            .plain("Your credits are exhausted. Upgrade to continue."),
            action: Action(url: "/account/plans", label: "Upgrade Plan")
        )
    }

    public static func siteSetupComplete() -> Announcement {
        Announcement(
            .siteSetupComplete,
            title: "Site Setup Complete",
            .site { "\($0) is fully configured and ready!" },
            action: toSite(label: "View Site")
        )
    }

    public static func keywordsImported(count: Int) -> Announcement {
        Announcement(
            .keywordsImported,
            title: "Keywords Imported",
            .site { "Added \(counted(count, "keyword")) to \($0)" },
            action: Action(url: "/planner/keywords", label: "View Keywords"),
            arguments: [.count("count", count)]
        )
    }

    /// - Parameters:
    ///   - title: at most 200 code points.
    ///   - message: at most 10,000 code points.
    public static func systemInfo(title: String, message: String) -> Announcement {
        Announcement(
            .systemInfo, title: title, .plain(message),
            arguments: [.title("title", title), .text("message", message)])
    }
}
