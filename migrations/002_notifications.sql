-- What happened, once, however many members the account has.

-- The one narrow row of an account that every write touches. Whoever holds its lock takes the next id, so within an
-- account ids rise in commit order: who has seen everything up to n never finds a smaller one later.
create table feeds (
    account_id            bigint      not null,
    last_notification_id  bigint      not null default 0,
    last_created_at       timestamptz not null default '-infinity',
    revision              bigint      not null default 0,
    constraint feeds_pkey primary key (account_id),
    constraint feeds_account_fkey foreign key (account_id) references accounts (id) on delete cascade
) with (fillfactor = 50);  -- room to update in place

comment on column feeds.revision is 'rises with every change of what the account''s lists contain';

-- Cached values would be handed out of order between connections.
create sequence notifications_id_seq cache 1;

create type notification_severity as enum ('info', 'success', 'warning', 'error');

create table notifications (
    account_id         bigint                 not null,
    id                 bigint                 not null,
    user_id            bigint,
    notification_type  varchar(64)            not null,
    severity           notification_severity  not null,
    title              varchar(512)           not null,
    message            text                   not null default '',
    site_id            bigint,
    content_type       varchar(100),
    object_id          varchar(255),
    action_url         varchar(500),
    action_label       varchar(50),
    metadata           jsonb                  not null default '{}',
    created_at         timestamptz            not null,
    updated_at         timestamptz            not null,
    constraint notifications_pkey primary key (account_id, id) include (user_id),
    -- The feed rather than the account: its row is ours already when we write, so the check locks nothing new.
    constraint notifications_feed_fkey foreign key (account_id)
        references feeds (account_id) on delete cascade,
    constraint notifications_user_fkey foreign key (account_id, user_id)
        references users (account_id, id) on update cascade on delete cascade,
    constraint notifications_site_fkey foreign key (account_id, site_id)
        references sites (account_id, id) on delete set null (site_id),
    constraint notifications_object_whole check ((content_type is null) = (object_id is null)),
    constraint notifications_metadata_object check (jsonb_typeof(metadata) = 'object'),
    -- As it will be sent: 1e308 is five characters when it comes and 309 when it goes.
    constraint notifications_metadata_size check (octet_length(metadata::text) <= 131072),
    constraint notifications_created_at_finite check (isfinite(created_at))
);

comment on column notifications.user_id is 'null: for everybody in the account';

-- In each the audience stands before the id: a list is read off one range for what is everybody's and one for what is
-- the viewer's own.
create index notifications_by_user on notifications (account_id, user_id, id);
create index notifications_by_time on notifications (account_id, created_at, id);
create index notifications_by_type on notifications (account_id, notification_type, user_id, id);
create index notifications_by_severity on notifications (account_id, severity, user_id, id);
create index notifications_by_site on notifications (account_id, site_id, user_id, id)
    where site_id is not null;
create index notifications_by_object on notifications (account_id, content_type, object_id, user_id, id)
    where object_id is not null;

-- Every account has its feed, whoever made the account.
create function accounts_open_feed() returns trigger language plpgsql set search_path from current as $$
begin
    insert into feeds (account_id) values (new.id);
    return null;
end
$$;

create trigger accounts_open_feed
    after insert on accounts
    for each row execute function accounts_open_feed();

-- Rows that arrive without an id (plain SQL from elsewhere) take one under the feed's lock, like all others. A time in
-- the past may be given, for imports; it never runs behind its predecessor's nor ahead of the clock.
create function notifications_take_id() returns trigger language plpgsql set search_path from current as $$
declare
    feed feeds;
begin
    select * into feed from feeds where account_id = new.account_id for no key update;
    new.id := nextval('notifications_id_seq');
    new.created_at := greatest(least(coalesce(new.created_at, clock_timestamp()), clock_timestamp()), feed.last_created_at);
    new.updated_at := new.created_at;
    update feeds
    set last_notification_id = new.id,
        last_created_at = new.created_at,
        revision = revision + 1
    where account_id = new.account_id;
    return new;
end
$$;

create trigger notifications_take_id
    before insert on notifications
    for each row when (new.id is null) execute function notifications_take_id();

create function notifications_touch() returns trigger language plpgsql set search_path from current as $$
begin
    new.updated_at := greatest(clock_timestamp(), old.updated_at);
    return new;
end
$$;

create trigger notifications_touch
    before update on notifications
    for each row execute function notifications_touch();

-- Whatever changes a list without a new id raises the feed's revision, whoever did it.
create function feeds_revise() returns trigger language plpgsql set search_path from current as $$
begin
    update feeds
    set revision = revision + 1
    where account_id in (select account_id from changed);
    return null;
end
$$;

create trigger notifications_deleted
    after delete on notifications
    referencing old table as changed
    for each statement execute function feeds_revise();

create trigger notifications_updated
    after update on notifications
    referencing new table as changed
    for each statement execute function feeds_revise();

create trigger sites_updated
    after update on sites
    referencing new table as changed
    for each statement execute function feeds_revise();
