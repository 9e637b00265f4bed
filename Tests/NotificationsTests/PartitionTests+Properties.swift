import Postgres

extension PartitionTests {
    /// What the two tables have, each in one array that is in order.
    static let properties: [(String, SQL)] = [
        (
            "columns",
            """
            select array_agg(concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull,
                                       attgenerated, attstorage, attcompression, attacl, col_description(attrelid, attnum),
                                       pg_get_expr(d.adbin, d.adrelid)) order by attrelid::regclass::text, attname)
            from pg_attribute a
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where attrelid in ('notify.notifications'::regclass, 'notify.marks'::regclass)
              and attnum > 0
              and not attisdropped
            """
        ),
        (
            "constraints",
            """
            select array_agg(concat_ws(' ', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid),
                                       obj_description(oid)) order by conrelid::regclass::text, conname)
            from pg_constraint
            where conparentid = 0
              and (conrelid in ('notify.notifications'::regclass, 'notify.marks'::regclass)
                   or confrelid in ('notify.notifications'::regclass, 'notify.marks'::regclass))
            """
        ),
        (
            "indexes",
            """
            select array_agg(replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') || indisvalid order by indexrelid::regclass::text)
            from pg_index
            where indrelid in ('notify.notifications'::regclass, 'notify.marks'::regclass)
            """
        ),
        (
            "triggers",
            """
            select array_agg(concat_ws(' ', pg_get_triggerdef(oid), tgenabled) order by tgrelid::regclass::text, tgname)
            from pg_trigger
            where tgrelid in ('notify.notifications'::regclass, 'notify.marks'::regclass)
              and not tgisinternal
            """
        ),
        (
            "others",
            """
            select array(
                select concat_ws(' ', oid::regclass, relrowsecurity, relforcerowsecurity, relreplident, relacl, obj_description(oid),
                                 (select count(*) from pg_policy where polrelid = c.oid),
                                 (select count(*) from pg_statistic_ext where stxrelid = c.oid),
                                 (select count(*) from pg_rewrite where ev_class = c.oid))
                from pg_class c
                where oid in ('notify.notifications'::regclass, 'notify.marks'::regclass)
                order by 1
            )
            """
        ),
    ]
}
