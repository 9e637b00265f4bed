-- What a caller has asked for already. A row may outlive its notification, so that a late repeat does not bring back
-- what was deleted.
create table idempotency_keys (
    account_id       bigint       not null,
    key              varchar(255) not null,
    fingerprint      bytea        not null,
    notification_id  bigint       not null,
    created_at       timestamptz  not null default clock_timestamp(),
    constraint idempotency_keys_pkey primary key (account_id, key),
    constraint idempotency_keys_account_fkey foreign key (account_id) references accounts (id) on delete cascade
);

comment on column idempotency_keys.fingerprint is 'SHA-256 of the arguments: the same key with others is a conflict';

create index idempotency_keys_by_age on idempotency_keys (created_at);
