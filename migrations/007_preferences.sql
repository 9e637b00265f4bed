-- What a reader wants of each type; what is null is as it would be without. Reader 0's are the account's defaults, which
-- its users' own beat.
create table preferences (
    account_id         bigint       not null,
    reader_id          bigint       not null,
    notification_type  varchar(64)  not null,
    enabled            boolean,
    push               boolean,
    updated_at         timestamptz  not null default clock_timestamp(),
    constraint preferences_pkey primary key (account_id, reader_id, notification_type) include (enabled, push),
    constraint preferences_reader_fkey foreign key (account_id, reader_id)
        references readers (account_id, reader_id) on update cascade on delete cascade,
    constraint preferences_say_something check (enabled is not null or push is not null)
);

comment on column preferences.enabled is 'whether notifications of the type exist for this reader';
comment on column preferences.push is 'whether they are told of them at once, or see them when they look';
