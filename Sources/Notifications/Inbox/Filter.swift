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

    /// What is asked of `n`, but for its read state.
    struct Conditions {
        /// Each begins with `and`.
        var others: SQL
        var spread: Spread?
    }

    /// A column that may have any of several values.
    struct Spread {
        let column: SQL
        /// An array.
        let values: SQL

        var isAny: SQL { "and \(column) = any(\(values))" }
    }

    func conditions(account: Identifier<Account>, catalogue: Catalogue) -> Conditions {
        var all: [SQL] = []
        var spread: Spread?
        func add(_ column: SQL, _ values: [String], cast: SQL) {
            if values.count == 1 {
                all.append("and \(column) = \(values[0])::\(cast)")
            } else if spread == nil {
                spread = Spread(column: column, values: "\(values)::\(cast)[]")
            } else {
                all.append("and \(column) = any(\(values)::\(cast)[])")
            }
        }
        if let names = wantedTypes(catalogue) { add("n.notification_type", names, cast: "text") }
        if !severities.isEmpty {
            add("n.severity", Set(severities).sorted().map(\.rawValue), cast: "notify.notification_severity")
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
        return Conditions(others: all.joined(separator: "\n  "), spread: spread)
    }

    /// Each once; nil: all.
    private func wantedTypes(_ catalogue: Catalogue) -> [String]? {
        guard let category else { return types.isEmpty ? nil : Set(types).sorted() }
        let names = catalogue.types.filter { $0.category == category }.map(\.name)
        return types.isEmpty ? names : names.filter(types.contains)
    }

    private func firstID(_ account: Identifier<Account>, since time: Date) -> SQL {
        """
        coalesce((
            select t.id
            from notify.notifications t
            where t.account_id = \(account)
              and t.created_at >= \(time)
            order by t.created_at, t.id
            limit 1
        ), \(Int64.max))
        """
    }
}
