-- Entries, their private parts, outboxes, and the views made from them in the same transaction.

-- Documents by a small number: 16 random bytes in every row and index would cost 300 bytes a case.
CREATE TABLE doc (
  id INTEGER PRIMARY KEY,
  name BLOB NOT NULL UNIQUE,          -- DocId, 16 bytes
  kind INTEGER NOT NULL,              -- first byte of the name
  origin INTEGER NOT NULL             -- SiteId
) STRICT;

CREATE TABLE feed (
  id INTEGER PRIMARY KEY,
  name BLOB NOT NULL UNIQUE,          -- FeedId, 20 bytes
  node BLOB NOT NULL,                 -- NodeId, 8 bytes
  generation INTEGER NOT NULL,
  role INTEGER NOT NULL               -- 0 = everything but the public document, 1 = the public document
) STRICT;
CREATE INDEX feed_node ON feed (node, generation);

-- The truth. No index on the hash (random: a dirty page per entry); a fork keeps both entries of one (feed, n).
CREATE TABLE entry (
  pos INTEGER PRIMARY KEY,
  doc INTEGER NOT NULL REFERENCES doc (id),
  feed INTEGER NOT NULL REFERENCES feed (id),
  n INTEGER NOT NULL,
  origin INTEGER,                     -- SiteId of the neighbour it came from; NULL = written here
  received_at INTEGER NOT NULL,
  head BLOB NOT NULL                  -- head and signature, as signed
) STRICT;
CREATE INDEX entry_doc ON entry (doc);
CREATE INDEX entry_feed ON entry (feed, n);

CREATE TABLE private (
  pos INTEGER PRIMARY KEY REFERENCES entry (pos),
  state INTEGER NOT NULL,             -- 0 here, 1 missing, 2 refused, 3 dropped, 4 erased
  salt BLOB,
  bytes BLOB
) STRICT;
-- What must be asked for again.
CREATE INDEX private_missing ON private (state) WHERE state IN (1, 2);

-- Single values: the highest reading of the clock, format numbers.
CREATE TABLE fact (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Both cursors with each neighbour; the chain of row k is the first 16 bytes of BLAKE3(chain before, hash of the entry).
CREATE TABLE neighbour (
  site INTEGER PRIMARY KEY,
  is_parent INTEGER NOT NULL,
  out_fseq INTEGER NOT NULL, out_chain BLOB NOT NULL,     -- end of the outbox for it
  base_fseq INTEGER NOT NULL, base_chain BLOB NOT NULL,   -- what it has acknowledged
  in_fseq INTEGER NOT NULL, in_chain BLOB NOT NULL        -- what this node has of its outbox
) STRICT;
CREATE TABLE outbox (
  neighbour INTEGER NOT NULL REFERENCES neighbour (site),
  fseq INTEGER NOT NULL,
  chain BLOB NOT NULL,
  pos INTEGER NOT NULL REFERENCES entry (pos),
  PRIMARY KEY (neighbour, fseq)
) STRICT, WITHOUT ROWID;

-- Answers of commands, so that a retry is harmless.
CREATE TABLE command (
  cmd BLOB NOT NULL,                  -- CmdId
  by BLOB NOT NULL,                   -- UserId
  content_hash BLOB NOT NULL,
  doc BLOB,                           -- DocId
  answer BLOB NOT NULL,
  PRIMARY KEY (cmd, by)
) STRICT, WITHOUT ROWID;

-- What a tier has said that it received: everything of the feed up to n, at the latest at that moment.
CREATE TABLE witness (
  feed BLOB NOT NULL,                 -- FeedId
  tier INTEGER NOT NULL,              -- 1 = town, 2 = district
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (feed, tier, n)
) STRICT, WITHOUT ROWID;

-- Up to when everything that a place wrote is here.
CREATE TABLE heard (site INTEGER PRIMARY KEY, until INTEGER NOT NULL) STRICT;

-- What an administrator may ask later: who did what on this machine. Ids only, no names.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  user BLOB,
  about TEXT
) STRICT;

-- Views: made from the entries, `daiban rebuild` makes them anew.

-- Item versions that cases pin, by a small number. Grows only; a row never changes its meaning.
CREATE TABLE pinned (
  id INTEGER PRIMARY KEY,
  row BLOB NOT NULL UNIQUE,           -- hash of the item's public row
  code TEXT NOT NULL, version INTEGER NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL
) STRICT;

CREATE TABLE case_view (
  doc INTEGER PRIMARY KEY REFERENCES doc (id),
  number TEXT NOT NULL,
  item INTEGER REFERENCES pinned (id),
  site INTEGER NOT NULL,              -- where it was filed
  town INTEGER NOT NULL,              -- that place or the town above it
  status INTEGER NOT NULL,            -- 0 = no effective open is here
  outcome INTEGER,
  holder INTEGER, holder_dept INTEGER, holder_user BLOB,
  here INTEGER NOT NULL,              -- in the hand of this node's place
  in_transit INTEGER NOT NULL,
  rank INTEGER NOT NULL,              -- order of lists: the due moment, then the newest change downwards
  due_at INTEGER, due_day INTEGER, due_limit INTEGER, provisional INTEGER NOT NULL,
  blue_at INTEGER, yellow_at INTEGER, deep_at INTEGER,   -- red = due_at
  opened_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
  waits INTEGER NOT NULL,             -- bit 1: for a step, bit 2: for the directory
  labels TEXT NOT NULL,               -- place in LabelText::ALL, with `:day` where it has one, most important first
  form_key INTEGER NOT NULL,          -- which form parts the words below were made from
  applicant TEXT NOT NULL,
  words TEXT NOT NULL,                -- what a search is checked against
  person INTEGER,                     -- hash of the ID number: likely duplicates
  own_feed INTEGER, own_n INTEGER     -- newest entry of this place
) STRICT;
CREATE INDEX case_rank ON case_view (rank);
CREATE INDEX case_status ON case_view (status, rank);
CREATE INDEX case_here ON case_view (here, rank);
CREATE INDEX case_site ON case_view (site, rank);
CREATE INDEX case_town ON case_view (town, rank);
CREATE INDEX case_number ON case_view (number);
CREATE INDEX case_person ON case_view (person) WHERE person IS NOT NULL;
CREATE INDEX case_waits ON case_view (waits) WHERE waits > 0;

-- What somebody owes.
CREATE TABLE duty (
  doc INTEGER NOT NULL REFERENCES doc (id),
  no INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  of BLOB NOT NULL,                   -- Hash
  owner INTEGER NOT NULL, dept INTEGER,
  since INTEGER NOT NULL,
  due_at INTEGER, due_day INTEGER,
  PRIMARY KEY (doc, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX duty_owner ON duty (owner, since);

-- To which places directly below a case is sent.
CREATE TABLE interest (doc INTEGER NOT NULL, child INTEGER NOT NULL, PRIMARY KEY (doc, child)) STRICT, WITHOUT ROWID;

-- Counters: old contribution out, new in. what 1: filed at site, key = status; 2: open, key = due moment; 3: in hand and open.
CREATE TABLE tally (
  what INTEGER NOT NULL, site INTEGER NOT NULL, key INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (what, site, key)
) STRICT, WITHOUT ROWID;

-- Own bigrams, pinyin initials and ends of numbers as words; checked against case_view.words.
CREATE VIRTUAL TABLE search USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61');
