import Notifications
import Postgres

extension Loading {
    var readStates: [SQL] {
        let big = Population.big
        return [
            // Ordinary members: 5 % unread.
            """
            insert into notify.read_throughs (account_id, reader_id, through_id, read_at)
            select r.account_id, r.user_id, t.id, timestamptz '2026-01-01'
            from notify.readers r
            join (
                select account_id, percentile_disc(0.95) within group (order by id) as id
                from notify.notifications
                group by account_id
            ) t on t.account_id = r.account_id
            where r.user_id is not null
              and not (
                  r.account_id = \(big)
                  and r.user_id = any(\(([population.newcomer, population.nearly, population.dismisser, population.muter]
                    + population.newcomers + population.nearlies).map(\.user)))
              )
            """,
            // All but 10 that an editor sees.
            """
            insert into notify.read_throughs (account_id, reader_id, through_id, read_at)
            select \(big), u, t.id, timestamptz '2026-01-01'
            from unnest(\(([population.nearly] + population.nearlies).map(\.user))) u
            cross join (
                select id
                from notify.notifications
                where account_id = \(big)
                  and user_id is null
                  and (roles is null or 'editor' = any(roles))
                  and notification_type <> all(\(Catalogue.standard.types.filter { !$0.isEnabled }.map(\.name)))
                order by id desc
                offset 10
                limit 1
            ) t
            """,
            // Some read one by one above the mark, by ordinary members.
            """
            insert into notify.marks (account_id, reader_id, notification_id, read_at)
            select t.account_id, t.reader_id, n.id, timestamptz '2026-01-01'
            from notify.read_throughs t
            join notify.notifications n on n.account_id = t.account_id and n.id > t.through_id
            where t.reader_id = t.account_id * 10 + 3
              and n.id % 20 = 0
            """,
            """
            insert into notify.marks (account_id, reader_id, notification_id, dismissed_at)
            select account_id, \(population.dismisser.user), id, timestamptz '2026-01-01'
            from notify.notifications
            where account_id = \(big)
              and user_id is null
              and roles is null
              and id % 20 = 1
            limit \(population.dismissals)
            """,
            """
            insert into notify.preferences (account_id, reader_id, notification_type, enabled)
            select \(big), \(population.muter.user), type, false
            from unnest(\(Array(skew.types.prefix(5)))) type
            """,
        ]
    }
}
