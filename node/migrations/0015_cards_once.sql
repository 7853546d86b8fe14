-- Two tiers may put a card for the same alarm before they hear of each other: one of the two counts.

ALTER TABLE card ADD COLUMN repeats INTEGER;   -- the card (doc) that counts instead of this one
-- Returns, and steps at night, of which many by one officer are an alarm.
CREATE INDEX alarm_returns ON alarm (officer, since) WHERE rule = 14;
CREATE INDEX alarm_nights ON alarm (officer, since) WHERE rule = 12;
