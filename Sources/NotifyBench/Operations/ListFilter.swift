import FoundationEssentials
import Notifications

/// A filter of the list, and what it means in SQL, so that its `count` can be checked.
struct ListFilter: Sendable {
    let name: String
    let query: String
    let condition: String

    static let all: [ListFilter] = {
        let common = Population.big * 100 + 1
        let rare = Population.big * 100 + Population.sitesPerAccount
        return [
            severity("severity-common", .error), severity("severity-rare", Skew.rare.severity),
            type("type-common", Skew.common), type("type-rare", Skew.rare),
            ListFilter(name: "site-common", query: "site=\(common)", condition: "site_id = \(common)"),
            ListFilter(name: "site-rare", query: "site=\(rare)", condition: "site_id = \(rare)"),
            ListFilter(name: "unread", query: "is_read=false", condition: "not \(isRead)"),
            ListFilter(name: "read", query: "is_read=true", condition: isRead),
            category("category-common", .aiOperations), category("category-rare", .credits),
        ]
    }()

    /// The filters whose `count` for this member is neither exact nor, beyond 10,000, an honest lower bound.
    static func wrongCounts(_ scene: Scene) async throws -> [String] {
        struct Answer: Decodable {
            let count: Int
            let isExact: Bool?

            enum CodingKeys: String, CodingKey {
                case count
                case isExact = "count_exact"
            }
        }
        let reader = scene.population.reader
        let token = try await scene.tokens.member(reader)
        let whole = ListFilter(name: "none", query: "", condition: "true")
        var wrong: [String] = []
        for filter in [whole] + all {
            let body = try scene.server.ask(.get(Operation.listPath + "?" + filter.query, token)).body
            let answer = try JSONDecoder().decode(Answer.self, from: Data(body.utf8))
            let exact = try await scene.cluster.number(filter.counting(reader))
            let isHonest = answer.isExact == false && answer.count >= 10_000 && answer.count <= exact
            if answer.count != exact, !isHonest { wrong.append("\(filter.name): \(answer.count), not \(exact)") }
        }
        return wrong
    }

    private func counting(_ reader: Population.Member) -> String {
        let muted = Catalogue.standard.types.filter { !$0.isEnabled }.map { "'\($0.name)'" }.joined(separator: ", ")
        return """
            select count(*)
            from notify.notifications n
            left join notify.marks m
              on m.account_id = n.account_id and m.notification_id = n.id and m.reader_id = \(reader.user)
            where n.account_id = \(reader.account)
              and (user_id is null or user_id = \(reader.user))
              and (roles is null or 'editor' = any(roles))
              and notification_type not in (\(muted))
              and m.dismissed_at is null
              and \(condition.replacing(":reader", with: "\(reader.user)"))
            """
    }

    private static let isRead = """
        coalesce(
            case when m.unread then false when m.read_at is not null then true end,
            n.id <= (
                select max(through_id)
                from notify.read_throughs t
                where t.account_id = n.account_id and t.reader_id = :reader
            )
        )
        """

    private static func severity(_ name: String, _ severity: Severity) -> ListFilter {
        ListFilter(name: name, query: "severity=\(severity.rawValue)", condition: "severity = '\(severity.rawValue)'")
    }

    private static func type(_ name: String, _ type: NotificationType) -> ListFilter {
        ListFilter(
            name: name, query: "notification_type=\(type.name)", condition: "notification_type = '\(type.name)'")
    }

    private static func category(_ name: String, _ category: Category) -> ListFilter {
        let types = Catalogue.standard.types.filter { $0.category == category }.map { "'\($0.name)'" }
        return ListFilter(
            name: name, query: "category=\(category.rawValue)",
            condition: "notification_type in (\(types.joined(separator: ", ")))")
    }
}
