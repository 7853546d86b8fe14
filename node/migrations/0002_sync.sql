-- What a machine knows of those below it, besides entries and cursors.

-- Up to where each feed of a machine below is here without a gap, private parts included.
CREATE TABLE feed_end (
  feed BLOB PRIMARY KEY,              -- FeedId
  site INTEGER NOT NULL,              -- where its machine stands
  child INTEGER NOT NULL,             -- the place directly below through which it comes
  n INTEGER NOT NULL,
  witnessed INTEGER NOT NULL          -- the position that the last witness entry names
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_end_child ON feed_end (child);

-- The last witness entry about each child, and whether anything came since.
CREATE TABLE witnessed (child INTEGER PRIMARY KEY, at INTEGER NOT NULL, has_news INTEGER NOT NULL) STRICT;

-- Children that have not yet called since this machine was found to be restored from an old copy.
CREATE TABLE recovering (child INTEGER PRIMARY KEY, is_heard INTEGER NOT NULL) STRICT;

-- Codes for machines below; the first three characters find the row, the others are kept as a hash.
CREATE TABLE invite (
  label TEXT PRIMARY KEY,
  site INTEGER NOT NULL UNIQUE,
  code_hash BLOB NOT NULL,
  expires INTEGER NOT NULL,
  tries INTEGER NOT NULL              -- wrong codes so far
) STRICT;

-- Machines that used a code and wait.
CREATE TABLE asking (
  node BLOB PRIMARY KEY,              -- NodeId
  site INTEGER NOT NULL,
  row BLOB NOT NULL,                  -- NodeRow, CBOR
  signature BLOB NOT NULL,            -- the machine's own word for it
  at INTEGER NOT NULL,
  confirmed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- At the district: requests that were looked at.
CREATE TABLE request_done (request BLOB PRIMARY KEY, entered INTEGER NOT NULL) STRICT, WITHOUT ROWID;
