-- The tenants and what belongs to them. Ids are the host's own, so an account, a user or a site has the same number
-- here as in the product that announces things. All tables live in a schema of their own, `notify`.

create table accounts (
    id          bigint      not null,
    name        text        not null default '',
    read_scope  text        not null default 'member',
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    constraint accounts_pkey primary key (id),
    constraint accounts_id_positive check (id > 0),
    constraint accounts_name_length check (char_length(name) <= 200),
    constraint accounts_read_scope_known check (read_scope in ('member', 'account'))
);

comment on column accounts.read_scope is
    'member: each member has their own read state; account: account-wide notifications are read once for all';

-- Users whom a host knows by UUID alone are allotted negative ids, which never meet the host's own.
create sequence allotted_user_ids increment by -1 minvalue -9223372036854775807 maxvalue -1 start with -1;

create table users (
    account_id  bigint      not null,
    id          bigint      not null,
    uuid        uuid,
    email       text        not null default '',
    name        text        not null default '',
    role        text        not null default 'viewer',
    is_active   boolean     not null default true,
    told        text[]      not null default '{}',
    claimed_at  timestamptz,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    constraint users_pkey primary key (account_id, id),
    constraint users_uuid_key unique (account_id, uuid),
    constraint users_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
    constraint users_id_not_zero check (id <> 0),
    constraint users_email_length check (char_length(email) <= 254),
    constraint users_name_length check (char_length(name) <= 200),
    constraint users_role_known check (role in ('owner', 'admin', 'editor', 'viewer'))
);

comment on column users.told is 'what the host has told us of this user, which beats what a token says of it';
comment on column users.claimed_at is 'when the token was issued that the rest is from; an older one changes nothing';

create table sites (
    account_id  bigint      not null,
    id          bigint      not null,
    name        text        not null default '',
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    constraint sites_pkey primary key (account_id, id),
    constraint sites_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
    constraint sites_id_positive check (id > 0),
    constraint sites_name_length check (char_length(name) <= 200)
);

-- What was deleted stays deleted: a token issued before is refused, a late event does not bring an account back.
create table tombstones (
    account_id  bigint      not null,
    user_id     bigint      not null default 0,
    uuid        uuid,
    deleted_at  timestamptz not null default clock_timestamp(),
    constraint tombstones_pkey primary key (account_id, user_id)
);

comment on column tombstones.user_id is '0: the account itself';

create index tombstones_by_uuid on tombstones (account_id, uuid) where uuid is not null;
