/** English, of the list and the settings: the bell goes without. */
export const moreEnglish = {
    // The list.
    filters: "Filters", moreFilters: "More filters", clearFilters: "Clear filters",
    readState: "Read state", all: "All", unreadOnly: "Unread", readOnly: "Read",
    severity: "Severity", category: "Category", anyCategory: "All categories",
    type: "Type", anyType: "All types", typeCount: { one: "{count} type", other: "{count} types" },
    site: "Site", anySite: "All sites", from: "From", to: "To",
    results: { zero: "No notifications", one: "{count} notification", other: "{count} notifications" },
    resultsMany: "{count}+ notifications",
    markAllHint: "Everything in the inbox, not only what is shown",
    noMatch: "Nothing matches these filters", noMatchHint: "Fewer filters may show more.",
    today: "Today", yesterday: "Yesterday",
    pages: "Pages", newest: "Newest", newer: "Newer", older: "Older",
    // The settings.
    settingsHint: "What you choose here holds for your inbox in this account, and is saved at once.",
    show: "Show", showHint: "It is in the inbox and counts as unread.",
    push: "Tell at once", pushHint: "It appears the moment it happens, rather than on the next look.",
    pushNeedsShow: "Only what is shown can be told at once.",
    locked: "Always on: this one is too important to be missed.",
    toDefault: "Back to the default: {value}",
    defaultPush: "shown and told at once", defaultShow: "shown, not told at once", defaultOff: "not shown",
    saved: "Saved.", settingsFailed: "The settings could not be loaded.",
    categories: { ai_operations: "AI operations", wordpress: "WordPress" },
}
