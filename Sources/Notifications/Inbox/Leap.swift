import Postgres

/// Where a page far back begins, found by counting: OFFSET would walk over all that stands before it.
///
/// How many stand above an id is known without looking at them, so the id that the page's number comes to is searched
/// for, guess by guess; what then still stands between is walked over.
struct Leap {
    /// Rows before a page from which on a leap is cheaper than a walk.
    static let worthwhile = 2000
    /// Rows that may be left to walk over.
    private static let rest = 500

    let rules: ReadRules
    /// On the lanes, `t`; begins with `and`.
    let condition: SQL
    let offset: Int

    /// nil when the page is near, or the filter asks for what lanes do not tell.
    init?(_ filter: Filter, _ rules: ReadRules, offset: Int, from least: Int = Leap.worthwhile) {
        guard offset >= least, filter.isRead == nil, let conditions = filter.tallyConditions(rules.catalogue),
            !conditions.asksOthers
        else { return nil }
        self.rules = rules
        self.offset = offset
        condition = conditions.type
    }

    /// Common table expressions; `leap` has one row: everything above `id` is `skipped`, and nothing of the page.
    var tables: SQL {
        """
        lane as materialized (
            select a.audience, t.notification_type, t.recorded, t.last_id, \(rules.reader(of: "a.audience")) as reader_id
            from \(rules.audiences)
            cross join lateral (
                select t.notification_type, t.recorded, t.last_id
                from notify.lanes t
                where t.account_id = \(rules.account)
                  and t.audience = a.audience
                  and \(rules.isEnabled("t.notification_type"))
                  \(condition)
                offset 0
            ) t
        ),
        search as (
            select 0::bigint as low, e.id as high, b.above as below_high, 0::bigint as skipped, 0 as step
            from (select coalesce(max(last_id), 0) as id from lane) e
            cross join lateral (\(above("0"))) b
            union all
            select case when b.above > \(offset) then g.id else s.low end,
                   case when b.above > \(offset) then s.high else g.id end,
                   case when b.above > \(offset) then b.above else s.below_high end,
                   case when b.above > \(offset) then s.skipped else b.above end,
                   s.step + 1
            from search s
            cross join lateral (
                -- Ids are spread about evenly: a little before where the page would be then. When that has not helped,
                -- half-way.
                select least(s.high - 1, greatest(s.low + 1, case
                    when s.step % 4 = 3 then (s.low + s.high) / 2
                    else s.high - ((s.high - s.low)::float8 * least(
                        greatest(\(offset) - s.skipped - \(Self.rest / 2), 0)::float8
                        / greatest(s.below_high - s.skipped, 1), 1))::bigint
                end)) as id
            ) g
            cross join lateral (\(above("g.id"))) b
            where \(offset) - s.skipped > \(Self.rest)
              and s.high - s.low > 1
              and s.step < 100
        ),
        leap as materialized (
            select high as id, skipped
            from search
            order by step desc
            limit 1
        )
        """
    }

    /// How many stand above an id.
    private func above(_ id: SQL) -> SQL {
        """
        with ranks as materialized (
            select s.audience, s.notification_type, s.reader_id, s.recorded, \(rules.rank(upTo: id)) as rank
            from lane s
        )
        select (
            (select coalesce(sum(recorded - rank), 0) from ranks)
            - (
                select coalesce(sum(notify.bits_above(r.removed, r.block, l.rank)), 0)
                from \(rules.audiences)
                cross join lateral (
                    select r.notification_type, r.block, r.removed
                    from notify.removals r
                    where r.account_id = \(rules.account)
                      and r.audience = a.audience
                    offset 0
                ) r
                join ranks l on l.audience = a.audience and l.notification_type = r.notification_type
            )
            - case when (select dismisses from viewer) then (
                select coalesce(sum(notify.bits_above(e.dismissed, e.block, l.rank)), 0)
                from ranks l
                cross join lateral (
                    \(rules.exceptions("dismissed", of: "l"))
                ) e
            ) else 0 end
        )::bigint as above
        """
    }
}
