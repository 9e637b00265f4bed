-- How an account's credits stood when last reported, so that an alert is given once per crossing, not per deduction.
create table credit_levels (
    account_id  bigint      not null,
    level       smallint    not null,
    updated_at  timestamptz not null default clock_timestamp(),
    constraint credit_levels_pkey primary key (account_id),
    constraint credit_levels_account_fkey foreign key (account_id) references accounts (id) on delete cascade,
    constraint credit_levels_known check (level between 0 and 2)
);

comment on column credit_levels.level is '0: enough, 1: low, 2: depleted';
