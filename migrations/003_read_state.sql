-- Who has read what: one number per reader, and the sparse exceptions to it.

-- A reader is a user, or everybody together (0) for the account-wide notifications of an account whose read_scope is
-- 'account'. Whoever changes a reader's state locks its row first.
create table readers (
    account_id  bigint not null,
    user_id     bigint,
    reader_id   bigint not null generated always as (coalesce(user_id, 0)) stored,
    revision    bigint not null default 0,
    constraint readers_pkey primary key (account_id, reader_id),
    constraint readers_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
    constraint readers_user_fkey foreign key (account_id, user_id)
        references users (account_id, id) on update cascade on delete cascade
) with (fillfactor = 70);

comment on column readers.revision is 'rises with every read, dismissal or preference of this reader''s own';

-- One row for each "mark all read": everything up to through_id is read, seen or not. The largest is the reader's mark.
create table read_throughs (
    account_id  bigint      not null,
    reader_id   bigint      not null,
    through_id  bigint      not null,
    read_at     timestamptz not null,
    constraint read_throughs_pkey primary key (account_id, reader_id, through_id) include (read_at),
    constraint read_throughs_reader_fkey foreign key (account_id, reader_id)
        references readers (account_id, reader_id) on update cascade on delete cascade
);

-- The exceptions: read though above the mark, unread again though below it, dismissed.
create table marks (
    account_id       bigint      not null,
    reader_id        bigint      not null,
    notification_id  bigint      not null,
    read_at          timestamptz,
    unread           boolean     not null default false,
    dismissed_at     timestamptz,
    constraint marks_pkey primary key (account_id, reader_id, notification_id),
    constraint marks_reader_fkey foreign key (account_id, reader_id)
        references readers (account_id, reader_id) on update cascade on delete cascade,
    constraint marks_notification_fkey foreign key (account_id, notification_id)
        references notifications (account_id, id) on delete cascade,
    constraint marks_read_or_unread check (not (unread and read_at is not null))
);

create index marks_by_notification on marks (account_id, notification_id);
create index marks_unread on marks (account_id, reader_id, notification_id) where unread;

create function accounts_open_reader() returns trigger language plpgsql set search_path from current as $$
begin
    insert into readers (account_id) values (new.id);
    return null;
end
$$;

create trigger accounts_open_reader
    after insert on accounts
    for each row execute function accounts_open_reader();

-- The first user of an account starts with everything unread, a later one with nothing: what was announced before they
-- came was not for them. The feed's lock decides who is first.
create function users_open_reader() returns trigger language plpgsql set search_path from current as $$
declare
    head bigint;
begin
    select last_notification_id into head from feeds where account_id = new.account_id for no key update;
    insert into readers (account_id, user_id) values (new.account_id, new.id);
    if head > 0 and (
        exists (select from users where account_id = new.account_id and id <> new.id)
        or exists (select from tombstones where account_id = new.account_id and user_id <> 0)
    ) then
        insert into read_throughs (account_id, reader_id, through_id, read_at)
        values (new.account_id, new.id, head, clock_timestamp());
    end if;
    return null;
end
$$;

create trigger users_open_reader
    after insert on users
    for each row execute function users_open_reader();

-- How the account reads changes what every list of it shows.
create function accounts_revise() returns trigger language plpgsql set search_path from current as $$
begin
    update feeds set revision = revision + 1 where account_id = new.id;
    return null;
end
$$;

create trigger accounts_scope_changed
    after update of read_scope on accounts
    for each row when (old.read_scope <> new.read_scope) execute function accounts_revise();
