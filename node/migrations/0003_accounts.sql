-- People of this machine. Local: accounts and password hashes are in no feed.

create table user (
    id         blob    not null primary key check (length(id) = 8),
    login      text    not null,
    -- Lower case of the login: two logins that differ only in case are one.
    login_key  text    not null unique,
    name       text    not null,
    -- One bit per role, by its number.
    roles      integer not null,
    -- Desk; null = every desk of the place.
    dept       integer,
    -- Argon2id, as a PHC string.
    hash       text    not null,
    disabled   integer not null default 0,
    created_at integer not null,
    last_seen  integer
) strict, without rowid;

create table session (
    -- BLAKE3 of the token: who reads this table cannot sign in with it.
    token_hash blob    not null primary key,
    user       blob    not null references user (id) on delete cascade,
    began_at   integer not null,
    seen_at    integer not null,
    ends_at    integer not null
) strict, without rowid;

create index session_by_user on session (user);

-- Tries to sign in since the last success: a few bytes of the login's hash, so that unknown logins take no endless room.
create table sign_in_try (
    login_hash blob    not null primary key,
    fails      integer not null,
    last_at    integer not null,
    until      integer not null
) strict, without rowid;
