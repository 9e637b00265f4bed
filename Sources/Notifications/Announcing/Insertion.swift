import FoundationEssentials
import Postgres

/// The statement that writes drafts, of one account or of several, under the locks of their feeds.
///
/// Its text is the same for any number of drafts, so that it is prepared once.
struct Insertion {
    /// In the order of arrival; of each account and idempotency key at most one.
    let drafts: [CheckedDraft]
    let catalogue: Catalogue
    /// A condition, seen under the lock; nothing is written unless it holds.
    var due: SQL = "true"
    /// Common table expressions to run in the same statement; they may read `known` and `created`.
    var alongside: SQL = ""

    /// Gives a row, as `Written` reads it, for each draft whose account's feed is locked by this transaction.
    var statement: SQL {
        """
        with drafts as materialized (
            \(columns)
        ),
        locked as materialized (
            select f.account_id, f.last_created_at
            from notify.feeds f
            where f.account_id = any(\(FeedLock.held))
        ),
        -- Each with the reason why nothing is written; null: it is.
        checked as materialized (
            select d.*, notify.audience_key(d.user_id, string_to_array(d.roles, ',')) as audience, l.last_created_at,
                   s.name as site_name, k.notification_id,
                   k.fingerprint = sha256(convert_to(d.arguments, 'UTF8')) as matches,
                   case
                       when k.notification_id is not null then 'known'
                       when not (\(due)) then 'unwanted'
                       when u.id is null and d.user_id is not null then 'no user'
                       when d.user_id is not null and not \(isWanted) then 'unwanted'
                       when s.name is null and d.site_id is not null then 'no site'
                   end as verdict
            from drafts d
            join locked l on l.account_id = d.account_id
            -- Looked up one by one, however large the plan takes the tables to be.
            left join lateral (
                select notification_id, fingerprint
                from notify.idempotency_keys
                where account_id = d.account_id
                  and key = d.key
                  and created_at > now() - interval '30 days'
                limit 1
            ) k on true
            left join lateral (
                select id from notify.users where account_id = d.account_id and id = d.user_id limit 1
            ) u on true
            left join lateral (
                select name from notify.sites where account_id = d.account_id and id = d.site_id limit 1
            ) s on true
        ),
        known as (
            select notification_id
            from checked
            where verdict = 'known'
        ),
        -- The ids are taken from the sorted rows of locked feeds, so in each account they rise in the order of arrival.
        numbered as materialized (
            select nextval('notify.notifications_id_seq') as id, o.*
            from (
                select c.*, max(greatest(
                           least(coalesce(c.created_at, clock_timestamp()), clock_timestamp()),
                           c.last_created_at
                       )) over (partition by c.account_id order by c.place) as at,
                       -- Behind what was ever recorded in the lane (009_lanes.sql).
                       row_number() over (
                           partition by c.account_id, c.audience, c.notification_type
                           order by c.place
                       ) + coalesce((
                           select l.recorded
                           from notify.lanes l
                           where l.account_id = c.account_id
                             and l.audience = c.audience
                             and l.notification_type = c.notification_type
                       ), 0) as ordinal
                from checked c
                where c.verdict is null
                order by c.account_id, c.place
            ) o
        ),
        created as (
            insert into notify.notifications
                (account_id, id, ordinal, user_id, roles, notification_type, severity, title, message, site_id, content_type,
                 object_id, action_url, action_label, metadata, created_at, updated_at)
            select account_id, id, ordinal, user_id, string_to_array(roles, ','), notification_type,
                   severity::notify.notification_severity, title, message, site_id, content_type, object_id,
                   action_url, action_label, metadata, at, at
            from numbered
            returning account_id, id, created_at
        ),
        heads as (
            update notify.feeds f
            set last_notification_id = c.id,
                last_created_at = c.created_at,
                revision = f.revision + 1
            from (
                select account_id, max(id) as id, max(created_at) as created_at
                from created
                group by account_id
            ) c
            where f.account_id = c.account_id
        ),
        kept as (
            insert into notify.idempotency_keys (account_id, key, fingerprint, notification_id)
            select account_id, key, sha256(convert_to(arguments, 'UTF8')), id
            from numbered
            where key is not null
            on conflict (account_id, key) do update  -- one that has expired
            set fingerprint = excluded.fingerprint,
                notification_id = excluded.notification_id,
                created_at = excluded.created_at
        )\(alongside)
        select place, null as verdict, id, at, site_name, null as matches
        from numbered
        union all
        select place, verdict, notification_id, null, null, matches
        from checked
        where verdict is not null
        """
    }

    private var isWanted: SQL {
        PreferenceRules(account: "d.account_id", catalogue: catalogue)
            .isOn(.enabled, type: "d.notification_type", for: "d.user_id")
    }

    private var columns: SQL {
        """
        select *
        from unnest(
            \(drafts.map { $0.envelope.account.rawValue })::bigint[],
            \(drafts.map { $0.audience.user?.rawValue })::bigint[],
            \(drafts.map { $0.audience.roles?.map { $0.rawValue }.joined(separator: ",") })::text[],
            \(drafts.map { $0.type })::text[],
            \(drafts.map { $0.severity.rawValue })::text[],
            \(drafts.map { $0.title })::text[],
            \(drafts.map { $0.message })::text[],
            \(drafts.map { $0.envelope.site?.rawValue })::bigint[],
            \(drafts.map { $0.envelope.object?.contentType })::text[],
            \(drafts.map { $0.envelope.object?.objectID })::text[],
            \(drafts.map { $0.action?.url })::text[],
            \(drafts.map { $0.action?.label })::text[],
            \(drafts.map { $0.metadata })::jsonb[],
            \(drafts.map { $0.createdAt })::timestamptz[],
            \(drafts.map { $0.envelope.idempotencyKey })::text[],
            \(drafts.map { $0.arguments })::text[]
        ) with ordinality as d (
            account_id, user_id, roles, notification_type, severity, title, message, site_id, content_type, object_id,
            action_url, action_label, metadata, created_at, key, arguments, place
        )
        """
    }
}
