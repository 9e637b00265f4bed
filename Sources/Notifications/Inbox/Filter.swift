public import FoundationEssentials
import Postgres

/// Which notifications of an inbox: those that meet every condition that is set.
public struct Filter: Hashable, Sendable {
    public var isRead: Bool?
    /// Any of these types; empty: all.
    public var types: [String] = []
    /// Any of these severities; empty: all.
    public var severities: [Severity] = []
    public var category: Category?
    public var site: Identifier<Site>?
    /// At or after this time.
    public var createdAfter: Date?
    /// Before this time.
    public var createdBefore: Date?
    public var object: ObjectLink?

    public init() {}

    /// The conditions on `n`, but for its read state; each begins with `and`.
    func conditions(account: Identifier<Account>, catalogue: Catalogue) -> SQL {
        var all: [SQL] = []
        if types.count == 1 {
            all.append("and n.notification_type = \(types[0])")
        } else if !types.isEmpty {
            all.append("and n.notification_type = any(\(types))")
        }
        if let category {
            let names = catalogue.types.filter { $0.category == category }.map(\.name)
            all.append("and n.notification_type = any(\(names))")
        }
        if severities.count == 1 {
            all.append("and n.severity = \(severities[0].rawValue)::notification_severity")
        } else if !severities.isEmpty {
            all.append("and n.severity = any(\(severities.map(\.rawValue))::notification_severity[])")
        }
        if let site { all.append("and n.site_id = \(site)") }
        if let object {
            all.append("and n.content_type = \(object.contentType) and n.object_id = \(object.objectID)")
        }
        // Times rise with ids in an account, so a time is an id: the order of the index serves both.
        if let createdAfter {
            all.append("and n.id >= \(firstID(account, since: createdAfter))")
        }
        if let createdBefore {
            all.append("and n.id < \(firstID(account, since: createdBefore))")
        }
        return all.joined(separator: "\n  ")
    }

    private func firstID(_ account: Identifier<Account>, since time: Date) -> SQL {
        """
        coalesce((
            select t.id
            from notifications t
            where t.account_id = \(account)
              and t.created_at >= \(time)
            order by t.created_at, t.id
            limit 1
        ), \(Int64.max))
        """
    }
}
