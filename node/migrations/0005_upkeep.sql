-- What a machine clears by itself, so that no table grows for ever.

-- When a command was answered. Rows from before count from the newest reading of this machine's clock.
ALTER TABLE command ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
UPDATE command SET at = coalesce((SELECT value FROM fact WHERE key = 'clock'), 0);

-- Bytes from a neighbour that were no entry: one row a place and day, however many came.
CREATE TABLE refused (
  site INTEGER NOT NULL,
  day INTEGER NOT NULL,               -- Day
  count INTEGER NOT NULL,
  why TEXT NOT NULL,                  -- of the last
  PRIMARY KEY (site, day)
) STRICT, WITHOUT ROWID;
DELETE FROM audit WHERE what = 'refused_bytes';
