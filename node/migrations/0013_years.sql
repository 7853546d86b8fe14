-- Figures of a stretch read whole months in the order of the months, so that they read no others, and what was in work before from whole
-- years. Both are filled when the views are made anew at the next opening.

DROP TABLE figure;
CREATE TABLE figure (  -- what its columns mean stands in 0012
  kind INTEGER NOT NULL, month INTEGER NOT NULL, site INTEGER NOT NULL,
  dept INTEGER NOT NULL, item TEXT NOT NULL, officer INTEGER NOT NULL,
  accepted INTEGER NOT NULL, instant INTEGER NOT NULL, done INTEGER NOT NULL, on_time INTEGER NOT NULL, early INTEGER NOT NULL,
  treated INTEGER NOT NULL, after_fact INTEGER NOT NULL, unaccepted INTEGER NOT NULL, "left" INTEGER NOT NULL,
  PRIMARY KEY (kind, month, site, dept, item, officer)
) STRICT, WITHOUT ROWID;

-- What came less what left in a whole year, kinds as in figure: old contribution out, new in.
CREATE TABLE carried (
  kind INTEGER NOT NULL, year INTEGER NOT NULL, site INTEGER NOT NULL,
  dept INTEGER NOT NULL, item TEXT NOT NULL, officer INTEGER NOT NULL,
  balance INTEGER NOT NULL,
  PRIMARY KEY (kind, site, dept, item, officer, year)  -- by name first: sums up to a year are read in order
) STRICT, WITHOUT ROWID;

-- Pages of alarms, the newest first, and what the wall names: the oldest that were not made good. Whatever a list narrows by stands in the index.
CREATE INDEX alarm_open ON alarm (since, site, light, card, rule) WHERE ended IS NULL;
CREATE INDEX alarm_rule ON alarm (rule, since, site, light, card);
CREATE INDEX alarm_late ON alarm (since, site, card) WHERE ended IS NULL AND rule IN (5, 6, 7);
