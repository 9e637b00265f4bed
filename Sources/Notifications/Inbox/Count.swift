import Postgres

/// How many notifications of an inbox a filter lets through.
///
/// Told by the lanes and the tallies where they can, exactly and whatever the number. What only the rows can tell is
/// counted up to a limit.
struct Count {
    /// A scalar of SQL; looks into `viewer`.
    let value: SQL
    /// How far it counts: one more stands for any number above. nil: all.
    let limit: Int?

    static let limit = 10_000

    init(_ filter: Filter, _ rules: ReadRules) {
        let conditions = filter.tallyConditions(rules.catalogue)
        switch (filter.isRead, conditions) {
        case (nil, let conditions?):
            limit = nil
            value = Self.present(filter, rules, conditions)
        case (false?, let conditions?) where !conditions.asksOthers:
            limit = nil
            value = rules.unread(where: conditions.type)
        case (true?, let conditions?) where !conditions.asksOthers:
            limit = nil
            value = "\(Self.present(filter, rules, conditions)) - (\(rules.unread(where: conditions.type)))"
        default:
            limit = Self.limit
            let window = Candidates.Window(limit: "\(Self.limit + 1)", isAscending: false, position: .before(nil))
            value = """
                select count(*)
                from (
                    select
                    from (
                        \(Candidates(filter, rules, window).ids)
                    ) p
                    limit \(Self.limit + 1)
                ) p
                """
        }
    }

    private static func present(
        _ filter: Filter, _ rules: ReadRules, _ conditions: Filter.TallyConditions
    ) -> SQL {
        guard conditions.asksOthers else {
            return rules.present(
                in: "notify.lanes", where: conditions.type, but: rules.dismissed(where: conditions.type))
        }
        let matching = filter.conditions(account: rules.account, catalogue: rules.catalogue)
        return rules.present(
            in: "notify.tallies", where: "\(conditions.type) \(conditions.others)",
            but: rules.dismissed(matching: matching))
    }
}
