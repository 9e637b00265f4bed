import Postgres

/// Counts out of what is kept beside the notifications (`009_lanes.sql`), so that none of them is looked at.
///
/// A lane is what has one audience and one type. Its notifications have ordinals, which rise with their ids: how many
/// stand between two ids is a difference, less what has been removed. What a reader has made exceptions of is one bit
/// for each ordinal, and so is what was removed.
extension ReadRules {
    /// How many are unread, as a query of one row: those above the mark, less the read or dismissed among them, plus
    /// those unread again below.
    /// - Parameters:
    ///   - condition: on the lanes, `t`; begins with `and`.
    ///   - through: only up to this id; nil: all.
    func unread(where condition: SQL = "", through: SQL? = nil) -> SQL {
        """
        with lanes as materialized (
            \(lanes(where: condition, through: through))
        ),
        above as (
            select coalesce(sum(top - bottom), 0) as count
            from lanes
        ),
        removed as (
            select coalesce(sum(\(Self.bits("r.removed", "r.block"))), 0) as count
            from \(audiences)
            cross join lateral (
                select r.notification_type, r.block, r.removed
                from notify.removals r
                where r.account_id = \(account)
                  and r.audience = a.audience
                offset 0
            ) r
            join lanes l
              on l.audience = a.audience
             and l.notification_type = r.notification_type
             and r.block >= l.bottom / 1024
        ),
        excepted as (
            select coalesce(sum(
                       \(Self.bits("e.settled", "e.block"))
                       - (bit_count(e.unread) - notify.bits_above(e.unread, e.block, l.bottom))
                   ), 0) as count
            from lanes l
            cross join lateral (
                \(exceptions("settled", "unread", of: "l"))
            ) e
        )
        select (above.count - removed.count - excepted.count)::bigint
        from above, removed, excepted
        """
    }

    /// How many there are, read or not, but for the dismissed ones.
    /// - Parameters:
    ///   - table: the lanes, or the tallies.
    ///   - condition: on it, `t`; begins with `and`.
    ///   - dismissed: how many of them the viewer has dismissed, a query of one row.
    func present(in table: SQL, where condition: SQL, but dismissed: SQL) -> SQL {
        """
        (
            select coalesce(sum(p.present), 0)::bigint
            from \(audiences)
            cross join lateral (
                select sum(t.present) as present
                from \(table) t
                where t.account_id = \(account)
                  and t.audience = a.audience
                  and \(isEnabled("t.notification_type"))
                  \(condition)
            ) p
        ) - case when (select dismisses from viewer) then (\(dismissed)) else 0 end
        """
    }

    /// How many the viewer has dismissed, by the bits.
    /// - Parameter condition: on the blocks, `t`; begins with `and`.
    func dismissed(where condition: SQL) -> SQL {
        """
        select coalesce(sum(bit_count(t.dismissed)), 0)::bigint
        from (
            \(exceptions("dismissed"))
        ) t
        where t.audience = any((select audiences from viewer)::bigint[])
          and \(isEnabled("t.notification_type"))
          and t.reader_id = \(reader(of: "t.audience"))
          \(condition)
        """
    }

    /// How many the viewer has dismissed, by looking at each: of what the bits do not tell.
    func dismissed(matching conditions: Filter.Conditions) -> SQL {
        """
        select count(*)
        from notify.marks m
        cross join lateral (
            select
            from notify.notifications n
            where n.id = m.notification_id
              and m.reader_id = \(reader)
              and \(isAddressed)
              and \(isEnabled)
              \(conditions.others)
              \(conditions.spread?.isAny ?? "")
            offset 0  -- of all the notifications only these
        ) n
        where m.account_id = \(account)
          and m.reader_id in \(readers)
          and m.dismissed_at is not null
        """
    }

    /// The blocks of either of this viewer's readers, without the bits of what is removed.
    /// - Parameter lane: of this lane alone. Looked up for each: the planner takes the blocks of a reader for few, and would
    ///   compare each with each lane.
    func exceptions(_ columns: SQL..., of lane: SQL? = nil) -> SQL {
        let isWanted: SQL =
            lane.map { lane in
                """
                and b.reader_id = \(lane).reader_id
                and b.audience = \(lane).audience
                and b.notification_type = \(lane).notification_type
                offset 0
                """
            } ?? "and b.reader_id in \(readers)"
        let bits = columns.map { column in
            "case when r.removed is null then b.\(column) else b.\(column) & ~r.removed end as \(column)" as SQL
        }
        return """
            select b.reader_id, b.audience, b.notification_type, b.block, \(bits.joined(separator: ", "))
            from notify.mark_blocks b
            left join notify.removals r
              on r.account_id = b.account_id
             and r.audience = b.audience
             and r.notification_type = b.notification_type
             and r.block = b.block
            where b.account_id = \(account)
              \(isWanted)
            """
    }

    /// The lanes that the viewer sees, each with the ordinals that its mark and `through` come to.
    private func lanes(where condition: SQL, through: SQL?) -> SQL {
        let top: SQL = through.map { rank(upTo: $0) } ?? "s.recorded"
        return """
            select s.audience, s.notification_type, s.reader_id, least(o.bottom, o.top) as bottom, o.top
            from (
                select a.audience, t.notification_type, t.recorded, t.last_id,
                       \(reader(of: "a.audience")) as reader_id, \(mark(of: "a.audience")) as through_id
                from \(audiences)
                cross join lateral (
                    select t.notification_type, t.recorded, t.last_id
                    from notify.lanes t
                    where t.account_id = \(account)
                      and t.audience = a.audience
                      and \(isEnabled("t.notification_type"))
                      \(condition)
                    offset 0
                ) t
            ) s
            cross join lateral (
                select \(rank(upTo: "s.through_id")) as bottom, \(top) as top
                offset 0  -- looked up once
            ) o
            """
    }

    /// What the viewer is in, `a`. Each is looked up on its own: of all at once the planner may think that the account has
    /// hardly more, and go through those of every member.
    var audiences: SQL { "unnest((select audiences from viewer)::bigint[]) a (audience)" }

    /// The last ordinal of the lane `s` up to an id. What was removed between is left out above and below alike.
    func rank(upTo id: SQL) -> SQL {
        """
        case
            when \(id) >= s.last_id then s.recorded
            when \(id) = 0 then 0
            else coalesce((
                select n.ordinal
                from notify.notifications n
                where n.account_id = \(account)
                  and n.notification_type = s.notification_type
                  and n.audience = s.audience
                  and n.id <= \(id)
                order by n.id desc
                limit 1
            ), 0)
        end
        """
    }

    /// How many bits of a block stand between the lane's bottom and top.
    private static func bits(_ bits: SQL, _ block: SQL) -> SQL {
        "notify.bits_above(\(bits), \(block), l.bottom) - notify.bits_above(\(bits), \(block), l.top)"
    }
}
