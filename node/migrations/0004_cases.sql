-- The last serial of case numbers that this machine gave out today: one row.

create table case_serial (
    -- District, site and day of the number.
    prefix     text    not null primary key,
    -- Generation of the process: each begins its own block, so that a restored machine does not give a number twice.
    generation integer not null,
    serial     integer not null
) strict, without rowid;
