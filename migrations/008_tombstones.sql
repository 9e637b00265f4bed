-- Who is named without an account is looked for among those who were deleted too, so that an old token or a late event
-- never makes them anew in another account.
create index tombstones_by_user on tombstones (user_id) where user_id <> 0;

-- As it was, but that an account which was deleted and made anew begins anew: its users of before do not count.
create or replace function users_open_reader() returns trigger language plpgsql set search_path from current as $$
declare
    head bigint;
begin
    select last_notification_id into head from feeds where account_id = new.account_id for no key update;
    insert into readers (account_id, user_id) values (new.account_id, new.id);
    if head > 0 and (
        exists (select from users where account_id = new.account_id and id <> new.id)
        or exists (
            select
            from tombstones t
            join accounts a on a.id = t.account_id
            where t.account_id = new.account_id
              and t.user_id <> 0
              and t.deleted_at > a.created_at
        )
    ) then
        insert into read_throughs (account_id, reader_id, through_id, read_at)
        values (new.account_id, new.id, head, clock_timestamp());
    end if;
    return null;
end
$$;

alter table notifications
    add constraint notifications_roles_flat check (array_ndims(roles) = 1);
