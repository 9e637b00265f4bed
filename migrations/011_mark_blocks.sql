-- What a reader makes exceptions of, by the lanes' ordinals.

create table mark_blocks (
    account_id         bigint       not null,
    reader_id          bigint       not null,
    audience           bigint       not null,
    notification_type  varchar(64)  not null,
    block              bigint       not null,
    settled            bit(1024)    not null default repeat('0', 1024)::bit(1024),
    unread             bit(1024)    not null default repeat('0', 1024)::bit(1024),
    dismissed          bit(1024)    not null default repeat('0', 1024)::bit(1024),
    constraint mark_blocks_pkey primary key (account_id, reader_id, audience, notification_type, block),
    constraint mark_blocks_reader_fkey foreign key (account_id, reader_id)
        references readers (account_id, reader_id) on update cascade on delete cascade
) with (fillfactor = 70);

comment on column mark_blocks.settled is 'read or dismissed by a mark: not unread though above what is read through';
comment on column mark_blocks.unread is 'unread again, and not dismissed, though not above it';

-- Whose marks change has other exceptions. Of what is removed nothing is left to find, and its bits are masked.
create function marks_count_changed() returns trigger language plpgsql set search_path from current as $$
begin
    insert into mark_blocks (account_id, reader_id, audience, notification_type, block)
    select distinct m.account_id, m.reader_id, n.audience, n.notification_type, (n.ordinal - 1) / 1024
    from changed m
    join notifications n on n.account_id = m.account_id and n.id = m.notification_id
    order by 1, 2, 3, 4, 5
    on conflict do nothing;
    update mark_blocks b
    set settled = b.settled & ~c.touched | c.settled,
        unread = b.unread & ~c.touched | c.unread,
        dismissed = b.dismissed & ~c.touched | c.dismissed
    from (
        select m.account_id, m.reader_id, n.audience, n.notification_type, (n.ordinal - 1) / 1024 as block,
               bit_or(bit_at(n.ordinal)) as touched,
               coalesce(bit_or(bit_at(n.ordinal)) filter (where m.read_at is not null or m.dismissed_at is not null), none) as settled,
               coalesce(bit_or(bit_at(n.ordinal)) filter (where m.unread and m.dismissed_at is null), none) as unread,
               coalesce(bit_or(bit_at(n.ordinal)) filter (where m.dismissed_at is not null), none) as dismissed
        from changed m
        join notifications n on n.account_id = m.account_id and n.id = m.notification_id
        cross join (select repeat('0', 1024)::bit(1024)) e (none)
        group by 1, 2, 3, 4, 5, none
    ) c
    where b.account_id = c.account_id
      and b.reader_id = c.reader_id
      and b.audience = c.audience
      and b.notification_type = c.notification_type
      and b.block = c.block;
    return null;
end
$$;

create trigger marks_count_added
    after insert on marks
    referencing new table as changed
    for each statement execute function marks_count_changed();

create trigger marks_count_changed
    after update on marks
    referencing new table as changed
    for each statement execute function marks_count_changed();

create function marks_count_removed() returns trigger language plpgsql set search_path from current as $$
begin
    update mark_blocks b
    set settled = b.settled & ~g.touched,
        unread = b.unread & ~g.touched,
        dismissed = b.dismissed & ~g.touched
    from (
        select m.account_id, m.reader_id, n.audience, n.notification_type, (n.ordinal - 1) / 1024 as block,
               bit_or(bit_at(n.ordinal)) as touched
        from gone m
        join notifications n on n.account_id = m.account_id and n.id = m.notification_id
        group by 1, 2, 3, 4, 5
    ) g
    where b.account_id = g.account_id
      and b.reader_id = g.reader_id
      and b.audience = g.audience
      and b.notification_type = g.notification_type
      and b.block = g.block;
    return null;
end
$$;

create trigger marks_count_removed
    after delete on marks
    referencing old table as gone
    for each statement execute function marks_count_removed();

-- With the reader, so that no plan for one looks through everybody's marks on a notification.
drop index marks_by_notification;
create index marks_by_notification on marks (account_id, notification_id, reader_id);
create index marks_dismissed on marks (account_id, reader_id, notification_id) where dismissed_at is not null;
