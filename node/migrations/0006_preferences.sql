-- What a person likes on the pages: columns, saved filters, favourites. Of the account, in no feed.

create table preference (
    user  blob    not null references user (id) on delete cascade,
    key   text    not null,
    -- JSON, read and written by the pages only.
    value text    not null,
    at    integer not null,
    primary key (user, key)
) strict, without rowid;
