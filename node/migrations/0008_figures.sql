-- What figures over days, weeks and months are made of. The counters themselves are further rows of `tally`:
-- what 4: filed at site, key = day; 5: ended, key = day; 6: of these ended late, key = day.
ALTER TABLE case_view ADD COLUMN filed_day INTEGER;               -- Day; NULL = not opened here
ALTER TABLE case_view ADD COLUMN ended_day INTEGER;               -- Day; NULL = not decided
ALTER TABLE case_view ADD COLUMN late INTEGER NOT NULL DEFAULT 0; -- ended after its limit
CREATE INDEX case_filed ON case_view (filed_day) WHERE filed_day IS NOT NULL;
CREATE INDEX case_ended ON case_view (ended_day) WHERE ended_day IS NOT NULL;
