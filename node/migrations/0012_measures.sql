-- What figures by place, department, item and officer are made of. All of it is filled when the views are made anew at the next opening.

ALTER TABLE case_view ADD COLUMN accepted_day INTEGER;            -- Day from which it counts as accepted; NULL = not accepted
ALTER TABLE case_view ADD COLUMN silent_at INTEGER;               -- nobody has accepted it: it counts once this moment has passed
ALTER TABLE case_view ADD COLUMN dept INTEGER;                    -- of the item's version that it pins
ALTER TABLE case_view ADD COLUMN acceptor INTEGER;                -- UserId, 8 bytes as a number; who accepted it
ALTER TABLE case_view ADD COLUMN decider INTEGER;                 -- who made the move that ended it
ALTER TABLE case_view ADD COLUMN marks INTEGER NOT NULL DEFAULT 0; -- bits of shared/src/figures/case.rs

-- Days at the edges of a stretch are counted from these alone: by day and place there are as many counters as cases.
CREATE INDEX case_accepted ON case_view (accepted_day, site, town, dept, item_code, acceptor, marks)
  WHERE accepted_day IS NOT NULL AND silent_at IS NULL;
CREATE INDEX case_silent ON case_view (silent_at) WHERE silent_at IS NOT NULL;
DROP INDEX case_ended;
CREATE INDEX case_ended ON case_view (ended_day, site, town, dept, item_code, decider, acceptor, marks, accepted_day)
  WHERE ended_day IS NOT NULL;

-- Counters of whole months: old contribution out, new in. kind 1: filed at site; 2: by department and item, site = a town or the
-- district with all below; 3: by officer, likewise. "left" = cases that had been accepted and were done; of an officer: of those that he accepted.
CREATE TABLE figure (
  kind INTEGER NOT NULL, month INTEGER NOT NULL, site INTEGER NOT NULL,
  dept INTEGER NOT NULL, item TEXT NOT NULL, officer INTEGER NOT NULL,
  accepted INTEGER NOT NULL, instant INTEGER NOT NULL, done INTEGER NOT NULL, on_time INTEGER NOT NULL, early INTEGER NOT NULL,
  treated INTEGER NOT NULL, after_fact INTEGER NOT NULL, unaccepted INTEGER NOT NULL, "left" INTEGER NOT NULL,
  PRIMARY KEY (kind, site, dept, item, officer, month)  -- by name first: sums up to a month are read in order
) STRICT, WITHOUT ROWID;

-- Where the name of an officer stands: an entry of his. Grows only.
CREATE TABLE officer (user INTEGER PRIMARY KEY, pos INTEGER NOT NULL) STRICT;
