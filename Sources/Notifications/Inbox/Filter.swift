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
        /// The only type that is wanted, if it is one.
        var type: SQL?
    }

    /// What is asked of a tally `t`, each part beginning with `and`; nil when the tallies do not tell, and the rows have to
    /// be asked.
    struct TallyConditions {
        let type: SQL
        /// Of what the lanes do not tell.
        let others: SQL
        let asksOthers: Bool
    }

    func tallyConditions(_ catalogue: Catalogue) -> TallyConditions? {
        guard object == nil, createdAfter == nil, createdBefore == nil else { return nil }
        var others: [SQL] = []
        if !severities.isEmpty {
            let values = Set(severities).sorted().map(\.rawValue)
            others.append("and t.severity = any(\(values)::notify.notification_severity[])")
        }
        if let site { others.append("and t.site_id = \(site)") }
        let type = wantedTypes(catalogue).map { "and t.notification_type = any(\($0)::text[])" as SQL }
        return TallyConditions(
            type: type ?? "", others: others.joined(separator: "\n  "), asksOthers: !others.isEmpty)
    }

    /// A column that may have any of several values.
    struct Spread {
        let column: SQL
        /// An array.
        let values: SQL
        let isOfTypes: Bool

        var isAny: SQL { "and \(column) = any(\(values))" }
    }

    func conditions(account: SQL, catalogue: Catalogue) -> Conditions {
        var all: [SQL] = []
        var spread: Spread?
        func add(_ column: SQL, _ values: [String], cast: SQL) {
            if values.count == 1 {
                all.append("and \(column) = \(values[0])::\(cast)")
            } else if spread == nil {
                spread = Spread(
                    column: column, values: "\(values)::\(cast)[]", isOfTypes: column.text == Self.type.text)
            } else {
                all.append("and \(column) = any(\(values)::\(cast)[])")
            }
        }
        let types = wantedTypes(catalogue)
        if let types { add(Self.type, types, cast: "text") }
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
        let type: SQL? = types.flatMap { $0.count == 1 ? "\($0[0])" : nil }
        return Conditions(others: all.joined(separator: "\n  "), spread: spread, type: type)
    }

    private static let type: SQL = "n.notification_type"

    /// Each once; nil: all.
    private func wantedTypes(_ catalogue: Catalogue) -> [String]? {
        guard let category else { return types.isEmpty ? nil : Set(types).sorted() }
        let names = catalogue.types.filter { $0.category == category }.map(\.name)
        return types.isEmpty ? names : names.filter(types.contains)
    }

    private func firstID(_ account: SQL, since time: Date) -> SQL {
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
