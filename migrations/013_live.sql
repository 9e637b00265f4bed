-- Who keeps an inbox open is told of what has no new id, by looking for what has a later revision than they have seen.

-- In the order in which writers take them, or one who is in the middle of writing and this would wait for one another.
lock table notifications, marks in access exclusive mode;

-- What changes lists for everybody otherwise than by a new notification: which one is gone, or that what has changed
-- cannot be told one by one.
create table feed_changes (
    account_id       bigint      not null,
    revision         bigint      not null,
    notification_id  bigint      not null default 0,
    audience         bigint      not null default 0,
    changed_at       timestamptz not null default clock_timestamp(),
    constraint feed_changes_pkey primary key (account_id, revision, notification_id) include (audience),
    constraint feed_changes_feed_fkey foreign key (account_id) references feeds (account_id) on delete cascade
);

comment on column feed_changes.revision is 'the feed''s, with this change';
comment on column feed_changes.notification_id is 'the one that is gone; 0: something else';
comment on table feed_changes is 'kept for a day';

create index feed_changes_by_time on feed_changes (changed_at);

alter table marks
    add column revision bigint not null default 0;

comment on column marks.revision is 'the reader''s, with the last change of this mark; 0: before any was noted';

-- Whoever changes a mark has locked its reader and raises the revision next.
create function marks_note_revision() returns trigger language plpgsql set search_path from current as $$
begin
    new.revision := 1 + coalesce((
        select revision
        from readers
        where account_id = new.account_id
          and reader_id = new.reader_id
    ), 0);
    return new;
end
$$;

create trigger marks_note_revision
    before insert or update on marks
    for each row execute function marks_note_revision();

create or replace function feeds_revise() returns trigger language plpgsql set search_path from current as $$
begin
    with revised as (
        update feeds
        set revision = revision + 1
        where account_id in (select account_id from changed)
        returning account_id, revision
    )
    insert into feed_changes (account_id, revision)
    select account_id, revision
    from revised;
    return null;
end
$$;

create or replace function accounts_revise() returns trigger language plpgsql set search_path from current as $$
begin
    with revised as (
        update feeds
        set revision = revision + 1
        where account_id = new.id
        returning account_id, revision
    )
    insert into feed_changes (account_id, revision)
    select account_id, revision
    from revised;
    return null;
end
$$;

-- Up to a hundred at once are told of one by one. Not what goes with its user, whom nobody tells.
create function feeds_note_removal() returns trigger language plpgsql set search_path from current as $$
begin
    with revised as (
        update feeds
        set revision = revision + 1
        where account_id in (select account_id from changed)
        returning account_id, revision
    ),
    gone as (
        select r.account_id, r.revision, c.id, c.audience, count(*) over (partition by r.account_id) as number
        from changed c
        join revised r on r.account_id = c.account_id
        where c.user_id is null
           or exists (select from users u where u.account_id = c.account_id and u.id = c.user_id)
    )
    insert into feed_changes (account_id, revision, notification_id, audience)
    select account_id, revision, id, audience
    from gone
    where number <= 100
    union all
    select distinct account_id, revision, 0, 0
    from gone
    where number > 100;
    return null;
end
$$;

drop trigger notifications_deleted on notifications;
create trigger notifications_deleted
    after delete on notifications
    referencing old table as changed
    for each statement execute function feeds_note_removal();

-- Who is not active any more is to be let go.
create trigger users_activity_changed
    after update of is_active on users
    for each row when (old.is_active <> new.is_active) execute function users_revise_reader();

-- Counted anew, everything may be counted otherwise.
alter function recount(bigint) rename to recount_silently;
create function recount(account bigint) returns void language plpgsql set search_path from current as $$
begin
    perform recount_silently(account);
    with revised as (
        update feeds
        set revision = revision + 1
        where account_id = account
        returning account_id, revision
    )
    insert into feed_changes (account_id, revision)
    select account_id, revision
    from revised;
end
$$;
