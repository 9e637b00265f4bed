-- Counts an account anew, from what is there: after an import that went around the triggers, say.
create function recount(account bigint) returns void language plpgsql set search_path from current
    -- All of an account is read, and may be new to the planner, which would take it for a few rows.
    set enable_seqscan = on set enable_nestloop = off
as $$
begin
    perform from feeds where account_id = account for no key update;
    perform from readers where account_id = account order by reader_id = 0, reader_id for no key update;
    update notifications n
    set ordinal = o.ordinal
    from (
        select id, row_number() over (partition by audience, notification_type order by id) as ordinal
        from notifications
        where account_id = account
    ) o
    where n.account_id = account
      and n.id = o.id
      and n.ordinal is distinct from o.ordinal;
    delete from lanes where account_id = account;
    delete from tallies where account_id = account;
    delete from removals where account_id = account;
    delete from mark_blocks where account_id = account;
    insert into lanes (account_id, audience, notification_type, recorded, last_id, present)
    select account_id, audience, notification_type, count(*), max(id), count(*)
    from notifications
    where account_id = account
    group by 1, 2, 3;
    insert into tallies (account_id, audience, notification_type, severity, site_id, present)
    select account_id, audience, notification_type, severity, coalesce(site_id, 0), count(*)
    from notifications
    where account_id = account
    group by 1, 2, 3, 4, 5;
    insert into mark_blocks (account_id, reader_id, audience, notification_type, block, settled, unread, dismissed)
    select m.account_id, m.reader_id, n.audience, n.notification_type, (n.ordinal - 1) / 1024,
           coalesce(bit_or(bit_at(n.ordinal)) filter (where m.read_at is not null or m.dismissed_at is not null), none),
           coalesce(bit_or(bit_at(n.ordinal)) filter (where m.unread and m.dismissed_at is null), none),
           coalesce(bit_or(bit_at(n.ordinal)) filter (where m.dismissed_at is not null), none)
    from marks m
    join notifications n on n.account_id = m.account_id and n.id = m.notification_id
    cross join (select repeat('0', 1024)::bit(1024)) e (none)
    where m.account_id = account
    group by 1, 2, 3, 4, 5, none;
    update feeds f
    set last_notification_id = greatest(f.last_notification_id, n.id),
        last_created_at = greatest(f.last_created_at, n.created_at),
        revision = f.revision + 1
    from (
        select id, created_at from notifications where account_id = account order by id desc limit 1
    ) n
    where f.account_id = account;
end
$$;

-- Rows that are changed count elsewhere. What moves them to another lane takes an ordinal there, so all are counted anew.
create function notifications_count_changed() returns trigger language plpgsql set search_path from current as $$
begin
    perform
    from feeds
    where account_id in (select account_id from new_rows)
    order by account_id
    for no key update;
    if exists (
        select
        from old_rows o
        join new_rows n on n.account_id = o.account_id and n.id = o.id
        where n.notification_type <> o.notification_type
           or n.roles is distinct from o.roles
           -- Not a user who is renumbered: nobody has the number any more.
           or n.user_id is distinct from o.user_id and (
               n.user_id is null
               or o.user_id is null
               or exists (select from users u where u.account_id = o.account_id and u.id = o.user_id)
           )
    ) then
        perform recount(account_id) from (select distinct account_id from new_rows) a;
        return null;
    end if;
    -- In a lane that is renamed with its user the rows do not move.
    insert into tallies (account_id, audience, notification_type, severity, site_id, present)
    select m.account_id, m.audience, m.notification_type, m.severity, coalesce(m.site_id, 0), sum(m.step)
    from (
        select o.account_id, o.audience, o.notification_type, o.severity, o.site_id, -1 as step
        from old_rows o
        join new_rows n on n.account_id = o.account_id and n.id = o.id
        where n.severity <> o.severity
           or n.site_id is distinct from o.site_id
        union all
        select n.account_id, n.audience, n.notification_type, n.severity, n.site_id, 1
        from old_rows o
        join new_rows n on n.account_id = o.account_id and n.id = o.id
        where n.severity <> o.severity
           or n.site_id is distinct from o.site_id
    ) m
    join feeds f on f.account_id = m.account_id  -- not when the whole account goes
    group by 1, 2, 3, 4, 5
    order by 1, 2, 3, 4, 5
    on conflict (account_id, audience, notification_type, severity, site_id) do update
    set present = tallies.present + excluded.present;
    return null;
end
$$;

create trigger notifications_count_changed
    after update on notifications
    referencing old table as old_rows new table as new_rows
    for each statement execute function notifications_count_changed();

-- A user's own lanes go by their number.
create function users_carry_lanes() returns trigger language plpgsql set search_path from current as $$
begin
    if tg_op = 'UPDATE' then
        update lanes set audience = new.id where account_id = old.account_id and audience = old.id;
        update tallies set audience = new.id where account_id = old.account_id and audience = old.id;
        update removals set audience = new.id where account_id = old.account_id and audience = old.id;
        update mark_blocks set audience = new.id where account_id = old.account_id and audience = old.id;
    else
        delete from lanes where account_id = old.account_id and audience = old.id;
        delete from tallies where account_id = old.account_id and audience = old.id;
        delete from removals where account_id = old.account_id and audience = old.id;
    end if;
    return null;
end
$$;

create trigger users_renumbered
    after update of id on users
    for each row when (old.id <> new.id) execute function users_carry_lanes();

create trigger users_removed
    after delete on users
    for each row execute function users_carry_lanes();

-- What is there already. Without the indexes meanwhile, which would each be written anew.
drop index notifications_by_audience, notifications_by_type, notifications_by_severity, notifications_by_site,
    notifications_by_object;
select recount(account_id) from feeds;
alter table notifications
    alter column ordinal set not null;
create index notifications_by_audience on notifications (account_id, audience, id) include (notification_type);
create index notifications_by_type on notifications (account_id, notification_type, audience, id);
create index notifications_by_severity on notifications (account_id, severity, audience, id);
create index notifications_by_site on notifications (account_id, site_id, audience, id)
    where site_id is not null;
create index notifications_by_object on notifications (account_id, content_type, object_id, audience, id)
    where object_id is not null;
