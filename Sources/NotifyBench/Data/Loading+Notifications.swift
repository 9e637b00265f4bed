import Notifications
import Postgres

extension Loading {
    func notifications(_ start: Int, _ end: Int) -> SQL {
        let stride = population.bigTotal * 2 / Population.rareRows
        return """
            with drafts as (
                \(drafts(start, end, stride))
            ),
            written as (
                insert into notify.notifications
                    (account_id, id, user_id, roles, notification_type, severity, title, message, site_id, content_type,
                     object_id, action_url, action_label, metadata, created_at, updated_at, ordinal)
                select d.*, coalesce(l.count, 0) + row_number() over (
                           partition by d.account_id, notify.audience_key(d.user_id, d.roles), d.notification_type
                           order by d.id
                       )
                from drafts d
                left join numbered l
                  on l.account_id = d.account_id
                 and l.audience = notify.audience_key(d.user_id, d.roles)
                 and l.notification_type = d.notification_type
                order by d.id
                returning account_id, audience, notification_type
            )
            insert into numbered (account_id, audience, notification_type, count)
            select account_id, audience, notification_type, count(*)
            from written
            group by 1, 2, 3
            on conflict (account_id, audience, notification_type) do update
            set count = numbered.count + excluded.count
            """
    }

    /// How many each lane has so far, for the ordinals of those to come.
    var lanes: SQL {
        """
        create temporary table numbered (
            account_id bigint, audience bigint, notification_type text, count bigint,
            primary key (account_id, audience, notification_type)
        ) on commit drop
        """
    }

    private func drafts(_ start: Int, _ end: Int, _ stride: Int) -> SQL {
        """
        select account_id, i as id,
               case when whom < 10000 and not is_rare then account_id * 10 + 1 + member end as user_id,
               case
                   when is_rare then null
                   when whom between 10000 and 14999 then '{admin,editor}'::text[]
                   when whom between 15000 and 19999 then '{owner,admin}'::text[]
               end as roles,
               case
                   when i % \(stride) = 1 then \(Skew.rare.name)
                   when i % \(stride * 5) = 5 then \(Skew.rarest.name)
                   else (\(skew.types)::text[])[type]
               end as notification_type,
               case
                   when i % \(stride) = 1 then \(Skew.rare.severity.rawValue)
                   when i % \(stride * 5) = 5 then \(Skew.rarest.severity.rawValue)
                   else (\(skew.severities)::text[])[type]
               end::notify.notification_severity as severity,
               'Content Generated' as title, 'Generated 3 articles (4500 words) from 12 ideas' as message,
               case
                   when i % \(stride) = 3 then account_id * 100 + \(Population.sitesPerAccount)
                   when site < 250000 then account_id * 100 + 1
                   when site < 700000 then account_id * 100 + 2 + site % (\(Population.sitesPerAccount) - 2)
               end as site_id,
               case when i % 4 < 2 then 'content' end as content_type,
               case when i % 4 < 2 then (i / 3)::text end as object_id,
               '/writer/content' as action_url, 'View' as action_label,
               '{"article_count": 3, "word_count": 4500}'::jsonb as metadata,
               timestamptz '2025-01-01' + i * interval '15 seconds' as created_at,
               timestamptz '2025-01-01' + i * interval '15 seconds' as updated_at
        from (
            select i,
                   case
                       when i % 2 = 1 then \(Population.big)
                       else 2 + floor((\(Population.accounts) - 1) * (0.7 * share + 0.3 * share * share))::bigint
                   end as account_id,
                   1 + width_bucket((first >> 20 & 1048575) * 1000000 / 1048576, \(skew.bounds)::bigint[]) as type,
                   (second & 1048575) * 1000000 / 1048576 as whom,
                   (second >> 20 & 7) as member,
                   (second >> 23 & 1048575) * 1000000 / 1048576 as site,
                   i % \(stride) in (1, 3, 5) as is_rare
            from (
                select i, hashint8extended(i, 4) as first, hashint8extended(i, 5) as second,
                       (hashint8extended(i, 4) & 1048575)::float8 / 1048576 as share
                from generate_series(\(start)::bigint, \(end)) i
            ) draws
        ) chosen
        """
    }

    var feeds: [SQL] {
        [
            """
            insert into notify.feeds (account_id, last_notification_id, last_created_at, revision, role_audiences)
            select account_id, max(id), max(created_at), count(*),
                   coalesce(array_agg(distinct audience) filter (where roles is not null), '{}')
            from notify.notifications
            group by account_id
            """,
            "select setval('notify.notifications_id_seq', \(population.total))",
        ]
    }
}
