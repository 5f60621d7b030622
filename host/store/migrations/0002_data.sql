-- The city's data sets: raw data that lies encrypted, policies that make it safe, and
-- releases. As in the first migration: text, bigint and double precision alone.

create table data_set (
    id text primary key,
    title_bg text not null,
    title_en text not null,
    description_bg text not null,
    description_en text not null,
    owner text not null,
    theme text not null,
    -- Days after which raw data is deleted, unless an approved policy says fewer.
    raw_days bigint not null,
    -- Id, names, description and owner in small letters: neither database makes small
    -- letters of Cyrillic capitals as the other does.
    search text not null,
    created_by text not null references account (id),
    created_at bigint not null,
    -- Grows with every change; the ETag.
    revision bigint not null
);

-- Who may bring and fetch raw data. The row goes with the right, and with the person.
create table data_reader (
    data_set_id text not null references data_set (id),
    account_id text not null references account (id),
    named_by text not null references account (id),
    named_at bigint not null,
    primary key (data_set_id, account_id)
);
create index data_reader_account on data_reader (account_id);

-- A raw file. Its row stays when it is deleted, without what was in it.
create table raw_data (
    id text primary key,
    data_set_id text not null references data_set (id),
    -- Of the encrypted bytes; goes with them.
    digest text,
    file_name text not null,
    table_name text not null,
    format text not null,
    bytes bigint not null,
    row_count bigint not null,
    rows_aside bigint not null,
    -- What was found in it, as JSON; names columns, and goes with the bytes.
    about text not null,
    brought_by text not null references account (id),
    brought_at bigint not null,
    delete_at bigint not null,
    deleted_at bigint,
    -- Nothing else names these bytes, so they can go at once.
    constraint raw_data_digest unique (digest),
    constraint raw_data_gone check ((deleted_at is null) = (digest is not null))
);
create unique index raw_data_current on raw_data (data_set_id) where deleted_at is null;
create index raw_data_due on raw_data (delete_at) where deleted_at is null;

-- Who did what with raw data. The chain has the same without names.
create table data_access (
    data_set_id text not null references data_set (id),
    -- Counts up within the data set.
    number bigint not null,
    kind text not null check (kind in ('brought', 'fetched', 'tried', 'released', 'deleted')),
    -- Absent for the server itself.
    account_id text references account (id),
    at bigint not null,
    primary key (data_set_id, number)
);
create index data_access_account on data_access (account_id);

create table data_policy (
    id text primary key,
    data_set_id text not null references data_set (id),
    version text not null,
    -- The file. An approval is written into it, with a new digest.
    toml text not null,
    digest text not null,
    -- What it would leave of the raw data of that day, as JSON.
    report text not null,
    light text not null,
    raw_days bigint not null,
    raw_id text not null references raw_data (id),
    proposed_by text not null references account (id),
    proposed_at bigint not null,
    approved_by text references account (id),
    approved_at bigint,
    constraint data_policy_unique unique (data_set_id, version),
    constraint data_policy_second check (approved_by <> proposed_by)
);

create table data_release (
    id text primary key,
    data_set_id text not null references data_set (id),
    -- Counts up within the data set.
    number bigint not null,
    policy_id text not null references data_policy (id),
    licence text not null,
    report text not null,
    dictionary text not null,
    light text not null,
    row_count bigint not null,
    column_count bigint not null,
    is_sealed bigint not null check (is_sealed in (0, 1)),
    files text not null,
    published_by text not null references account (id),
    published_at bigint not null,
    opened_by text references account (id),
    opened_at bigint,
    constraint data_release_number unique (data_set_id, number)
);

-- The blobs of releases. Two may share one: a policy's file.
create table release_blob (
    release_id text not null references data_release (id),
    digest text not null,
    primary key (release_id, digest)
);
-- How a sweep finds out whether a blob is named.
create index release_blob_digest on release_blob (digest);

-- Which release a table of a challenge's split is.
create table data_use (
    version_id text not null references challenge_version (id),
    split text not null check (split in ('sample', 'public', 'final')),
    table_name text not null,
    release_id text not null references data_release (id),
    primary key (version_id, split, table_name)
);
create index data_use_release on data_use (release_id);
