-- Several desks that were asked by one request are late each for itself. Filled when the views are made anew at the next opening.

ALTER TABLE alarm ADD COLUMN dept INTEGER;   -- the desk that was asked; NULL = of no desk in particular
ALTER TABLE card ADD COLUMN dept INTEGER;    -- likewise
