-- Supervision: what came about in a case by rule, and cards as documents of their own.

CREATE TABLE alarm (
  doc INTEGER NOT NULL REFERENCES doc (id),
  no INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  of BLOB NOT NULL,                   -- Hash
  light INTEGER NOT NULL,
  card INTEGER NOT NULL,              -- it asks for an answer
  site INTEGER NOT NULL,              -- whose it is
  officer BLOB,                       -- UserId
  since INTEGER NOT NULL,             -- there from this moment on
  due_day INTEGER,
  ended INTEGER,                      -- made good at this moment
  PRIMARY KEY (doc, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX alarm_since ON alarm (since, site, light, card, rule);
CREATE INDEX alarm_site ON alarm (site, since);

CREATE TABLE card (
  doc INTEGER PRIMARY KEY REFERENCES doc (id),
  case_name BLOB NOT NULL,            -- DocId
  rule INTEGER NOT NULL,
  of BLOB NOT NULL,                   -- Hash
  light INTEGER NOT NULL,
  by_site INTEGER NOT NULL,           -- who put it
  site INTEGER NOT NULL,              -- who answers
  officer BLOB,
  since INTEGER NOT NULL,
  served_at INTEGER NOT NULL,
  due_at INTEGER, due_day INTEGER,    -- of the answer
  answered_at INTEGER,
  stand INTEGER NOT NULL,             -- 1 served, 2 answered, 3 appealed, 4 upheld, 5 cancelled
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX card_of ON card (case_name, rule, of);
CREATE INDEX card_site ON card (site, stand, due_at);
