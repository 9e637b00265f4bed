-- How many there are, without looking at each. Within a lane (an account, an audience and a type) every notification has
-- a number, its ordinal, from 1 in the order of the ids and never given again. How many of a lane stand above an id is
-- then: the last ordinal, less the one at that id, less those that have been removed in between, one bit for each ordinal,
-- 1024 to a row.

alter table notifications
    add column ordinal bigint;

comment on column notifications.ordinal is 'its number within its lane: the account, the audience and the type; rises with the id';

create table lanes (
    account_id         bigint       not null,
    audience           bigint       not null,
    notification_type  varchar(64)  not null,
    recorded           bigint       not null,
    last_id            bigint       not null,
    present            bigint       not null,
    constraint lanes_pkey primary key (account_id, audience, notification_type),
    constraint lanes_feed_fkey foreign key (account_id) references feeds (account_id) on delete cascade
) with (fillfactor = 50);  -- room to update in place

comment on column lanes.recorded is 'how many were ever recorded: the last ordinal';
comment on column lanes.last_id is 'the id that goes with it, whether it is there still or not';
comment on column lanes.present is 'how many there are now';

-- The same by the rest that a list may be filtered by.
create table tallies (
    account_id         bigint                 not null,
    audience           bigint                 not null,
    notification_type  varchar(64)            not null,
    severity           notification_severity  not null,
    site_id            bigint                 not null,
    present            bigint                 not null,
    constraint tallies_pkey primary key (account_id, audience, notification_type, severity, site_id),
    constraint tallies_feed_fkey foreign key (account_id) references feeds (account_id) on delete cascade
) with (fillfactor = 50);

comment on column tallies.site_id is '0: about no site';

-- Bit b of block k is the ordinal 1024 * k + b + 1.
create table removals (
    account_id         bigint       not null,
    audience           bigint       not null,
    notification_type  varchar(64)  not null,
    block              bigint       not null,
    removed            bit(1024)    not null,
    constraint removals_pkey primary key (account_id, audience, notification_type, block),
    constraint removals_feed_fkey foreign key (account_id) references feeds (account_id) on delete cascade
) with (fillfactor = 70);

-- One bit of a block.
create function bit_at(ordinal bigint) returns bit(1024)
    language sql immutable parallel safe as $$
    select set_bit(repeat('0', 1024)::bit(1024), ((ordinal - 1) % 1024)::int, 1)
$$;

-- How many bits of a block stand for ordinals above this one.
create function bits_above(bits bit(1024), block bigint, ordinal bigint) returns bigint
    language sql immutable parallel safe as $$
    select case
        when block > ordinal / 1024 then bit_count(bits)
        when block = ordinal / 1024 then bit_count(substring(bits from (ordinal % 1024)::int + 1))
        else 0
    end
$$;

-- An ordinal is written and never changed; that it is written changes nothing that anybody sees.
drop trigger notifications_touch on notifications;
create trigger notifications_touch
    before update on notifications
    for each row when (old.ordinal is not distinct from new.ordinal) execute function notifications_touch();

-- Rows that arrive without an ordinal take the next one. The feed's lock keeps others from taking it too.
create function notifications_take_ordinal() returns trigger language plpgsql set search_path from current as $$
declare
    lane_audience bigint := audience_key(new.user_id, new.roles);
    last record;
begin
    perform from feeds where account_id = new.account_id for no key update;
    select id, ordinal into last
    from notifications
    where account_id = new.account_id
      and audience = lane_audience
      and notification_type = new.notification_type
    order by id desc
    limit 1;
    if last.id >= new.id then
        raise exception 'notification % does not come after % of the same type and audience', new.id, last.id
            using hint = 'Insert in the order of the ids, or without ids.';
    end if;
    -- The lane does not count those of this very statement yet.
    new.ordinal := 1 + greatest(last.ordinal, 0, (
        select recorded
        from lanes
        where account_id = new.account_id
          and audience = lane_audience
          and notification_type = new.notification_type
    ));
    return new;
end
$$;

create trigger notifications_take_ordinal
    before insert on notifications
    for each row when (new.ordinal is null) execute function notifications_take_ordinal();

create function notifications_count_added() returns trigger language plpgsql set search_path from current as $$
begin
    -- Rows that came with ids of their own: whoever takes one by the feed has set its head already.
    update feeds f
    set last_notification_id = a.id,
        last_created_at = greatest(f.last_created_at, a.created_at),
        revision = f.revision + 1
    from (
        select account_id, max(id) as id, max(created_at) as created_at
        from added
        group by account_id
        order by account_id
    ) a
    where f.account_id = a.account_id
      and f.last_notification_id < a.id;
    insert into lanes (account_id, audience, notification_type, recorded, last_id, present)
    select account_id, audience, notification_type, count(*), max(id), count(*)
    from added
    group by 1, 2, 3
    order by 1, 2, 3
    on conflict (account_id, audience, notification_type) do update
    set recorded = lanes.recorded + excluded.recorded,
        last_id = greatest(lanes.last_id, excluded.last_id),
        present = lanes.present + excluded.present;
    insert into tallies (account_id, audience, notification_type, severity, site_id, present)
    select account_id, audience, notification_type, severity, coalesce(site_id, 0), count(*)
    from added
    group by 1, 2, 3, 4, 5
    order by 1, 2, 3, 4, 5
    on conflict (account_id, audience, notification_type, severity, site_id) do update
    set present = tallies.present + excluded.present;
    return null;
end
$$;

create trigger notifications_count_added
    after insert on notifications
    referencing new table as added
    for each statement execute function notifications_count_added();

create function notifications_count_removed() returns trigger language plpgsql set search_path from current as $$
begin
    -- First of all, as everywhere, or a plain delete and an insertion would wait for one another.
    perform
    from feeds
    where account_id in (select account_id from gone)
    order by account_id
    for no key update;
    insert into removals (account_id, audience, notification_type, block, removed)
    select g.account_id, g.audience, g.notification_type, (g.ordinal - 1) / 1024, bit_or(bit_at(g.ordinal))
    from gone g
    -- Not when the whole lane goes, with its user or its account: its ordinals may begin anew.
    join lanes l
      on l.account_id = g.account_id
     and l.audience = g.audience
     and l.notification_type = g.notification_type
    join feeds f on f.account_id = g.account_id
    group by 1, 2, 3, 4
    order by 1, 2, 3, 4
    on conflict (account_id, audience, notification_type, block) do update
    set removed = removals.removed | excluded.removed;
    update lanes l
    set present = l.present - g.count
    from (
        select account_id, audience, notification_type, count(*)
        from gone
        group by 1, 2, 3
        order by 1, 2, 3
    ) g
    where l.account_id = g.account_id
      and l.audience = g.audience
      and l.notification_type = g.notification_type;
    update tallies t
    set present = t.present - g.count
    from (
        select account_id, audience, notification_type, severity, coalesce(site_id, 0) as site_id, count(*)
        from gone
        group by 1, 2, 3, 4, 5
        order by 1, 2, 3, 4, 5
    ) g
    where t.account_id = g.account_id
      and t.audience = g.audience
      and t.notification_type = g.notification_type
      and t.severity = g.severity
      and t.site_id = g.site_id;
    return null;
end
$$;

create trigger notifications_count_removed
    after delete on notifications
    referencing old table as gone
    for each statement execute function notifications_count_removed();
