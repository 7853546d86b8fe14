-- Inspections and appraisal: documents of their own beside the cases, like cards.

CREATE TABLE inspection (
  doc INTEGER PRIMARY KEY REFERENCES doc (id),
  way INTEGER NOT NULL,
  by_site INTEGER NOT NULL,           -- who inspected
  site INTEGER NOT NULL,              -- what was inspected
  on_day INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX inspection_site ON inspection (site, on_day);

CREATE TABLE finding (
  doc INTEGER NOT NULL REFERENCES doc (id),
  no INTEGER NOT NULL,
  site INTEGER NOT NULL,
  code INTEGER NOT NULL,
  dept INTEGER,
  officer BLOB,                       -- UserId
  case_name BLOB,                     -- DocId
  points INTEGER NOT NULL,
  on_day INTEGER NOT NULL,            -- of the visit
  until_at INTEGER NOT NULL,          -- the end of the day by which it is to be put right
  answered_at INTEGER,
  sent_back INTEGER NOT NULL,
  stand INTEGER NOT NULL,             -- 1 open, 2 answered, 3 closed, 4 set aside
  PRIMARY KEY (doc, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_day ON finding (on_day, site);

CREATE TABLE sheet (
  doc INTEGER PRIMARY KEY REFERENCES doc (id),
  scheme INTEGER NOT NULL,
  from_day INTEGER NOT NULL, to_day INTEGER NOT NULL,
  by_site INTEGER NOT NULL,           -- who settled it
  site INTEGER NOT NULL,
  dept INTEGER,
  officer BLOB,                       -- UserId
  fixed_pos INTEGER NOT NULL,         -- the entry that settled it
  adjusted INTEGER NOT NULL,          -- tenths of a point by rulings
  again INTEGER NOT NULL,             -- how often it was reckoned again
  stand INTEGER NOT NULL,             -- 1 settled, 2 appealed, 3 decided
  fixed_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sheet_period ON sheet (from_day, scheme);
CREATE INDEX sheet_site ON sheet (site, from_day);

-- Registers: the few cases of the green channel and those accepted with gaps, found without reading the others (bits of shared/src/figures/case.rs).
CREATE INDEX case_green ON case_view (filed_day) WHERE marks & 32;
CREATE INDEX case_gaps ON case_view (filed_day) WHERE marks & 64;
