-- For whom a notification is: everybody in the account, the users who have certain roles when they look, or one user.

-- An audience as one number, so that each is one range of every index: 0 for everybody, the user's own number for what
-- is theirs alone, and at the far end of the numbers, where no user is, one for each set of roles.
create function audience_key(user_id bigint, roles text[]) returns bigint
    language sql immutable parallel safe as $$
    select case
        when user_id is not null then user_id
        when roles is null then 0
        else (-9223372036854775808)::bigint
            + 1 * ('owner' = any(roles))::int
            + 2 * ('admin' = any(roles))::int
            + 4 * ('editor' = any(roles))::int
            + 8 * ('viewer' = any(roles))::int
    end
$$;

alter table users
    add constraint users_id_no_audience check (id > -9223372036854775000);

-- Whose roles change sees another list.
create function users_revise_reader() returns trigger language plpgsql set search_path from current as $$
begin
    update readers set revision = revision + 1 where account_id = new.account_id and reader_id = new.id;
    return null;
end
$$;

create trigger users_role_changed
    after update of role on users
    for each row when (old.role <> new.role) execute function users_revise_reader();

-- Events and tokens may name a user and no account.
create index users_by_uuid on users (uuid) where uuid is not null;
create index users_by_id on users (id);
create index tombstones_by_uuid_alone on tombstones (uuid) where uuid is not null;

alter table feeds
    add column role_audiences bigint[] not null default '{}';

comment on column feeds.role_audiences is 'the sets of roles that this account has ever addressed, few: a list looks for no others';

alter table notifications
    add column roles text[],
    add column audience bigint not null generated always as (audience_key(user_id, roles)) stored,
    add constraint notifications_roles_known
        check (roles <@ array['owner', 'admin', 'editor', 'viewer'] and cardinality(roles) > 0),
    add constraint notifications_user_or_roles check (user_id is null or roles is null);

comment on column notifications.user_id is 'null: for everybody in the account, or for those with one of the roles';
comment on column notifications.roles is 'null: for everybody in the account, or for one user';

create function notifications_note_roles() returns trigger language plpgsql set search_path from current as $$
begin
    update feeds
    set role_audiences = role_audiences || new.audience
    where account_id = new.account_id
      and new.audience <> all(role_audiences);
    return null;
end
$$;

create trigger notifications_note_roles
    after insert or update of roles on notifications
    for each row when (new.roles is not null) execute function notifications_note_roles();

-- The audience where the user stood before. With the type, which a viewer may have muted, where everything is counted.
alter table marks
    drop constraint marks_notification_fkey;
alter table notifications
    drop constraint notifications_pkey,
    add constraint notifications_pkey primary key (account_id, id) include (audience, notification_type);
alter table marks
    add constraint marks_notification_fkey foreign key (account_id, notification_id)
        references notifications (account_id, id) on delete cascade;

drop index notifications_by_user, notifications_by_type, notifications_by_severity, notifications_by_site,
    notifications_by_object;
create index notifications_by_audience on notifications (account_id, audience, id) include (notification_type);
create index notifications_by_type on notifications (account_id, notification_type, audience, id);
create index notifications_by_severity on notifications (account_id, severity, audience, id);
create index notifications_by_site on notifications (account_id, site_id, audience, id)
    where site_id is not null;
create index notifications_by_object on notifications (account_id, content_type, object_id, audience, id)
    where object_id is not null;
-- For the reference to the user.
create index notifications_by_user on notifications (account_id, user_id) where user_id is not null;
