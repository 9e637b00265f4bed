/// Preferences as the server answers them.
struct PreferenceList: Decodable {
    static let own = "/api/v1/notifications/preferences/"
    static let defaults = "/api/v1/notifications/preferences/defaults/"

    struct Item: Decodable {
        let notificationType: String
        let label: String
        let category: String?
        let enabled: Bool
        let push: Bool
        let isLocked: Bool
        let isDefault: Bool
    }

    let results: [Item]

    /// The items by category, in the order in which the server names each first.
    var byCategory: [(category: String, items: [Item])] {
        var groups: [(category: String, items: [Item])] = []
        for item in results {
            let category = item.category ?? "other"
            if let index = groups.firstIndex(where: { $0.category == category }) {
                groups[index].items.append(item)
            } else {
                groups.append((category, [item]))
            }
        }
        return groups
    }
}
