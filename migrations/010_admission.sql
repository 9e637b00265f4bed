-- Whoever acts for a user has been told some time ago who that user is. Before each of their statements it is checked that
-- they still are; this ends the transaction when not, so that nothing after it is done. Volatile: not called ahead.
create function viewer_changed() returns boolean language plpgsql volatile as $$
begin
    raise exception using errcode = 'NT001', message = 'the viewer is another now';
end
$$;

-- A user is looked up by account and number with every request. By the number alone there may be as many as accounts, and
-- PostgreSQL, which plans for any values, cannot tell: so this index serves both questions.
drop index users_by_id;
create index users_by_id on users (id, account_id);
