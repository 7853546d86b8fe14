-- Lists in other orders than by due moment. The new columns are filled when the views are made anew at the next opening.

-- Code of the item: cases of one item stand together whatever version of it they pin.
ALTER TABLE case_view ADD COLUMN item_code TEXT NOT NULL DEFAULT '';
-- Name by pinyin: in the order of their characters Chinese names would stand in none that people know.
ALTER TABLE case_view ADD COLUMN applicant_key TEXT NOT NULL DEFAULT '';
-- Last digits of the phone, to tell two people of one name apart at the counter.
ALTER TABLE case_view ADD COLUMN phone_end TEXT NOT NULL DEFAULT '';

CREATE INDEX case_opened ON case_view (opened_at);
CREATE INDEX case_changed ON case_view (changed_at);
CREATE INDEX case_item ON case_view (item_code);
CREATE INDEX case_applicant ON case_view (applicant_key);
