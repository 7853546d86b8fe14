-- When somebody is away, and which items he handles: what a colleague looks at before handing a case on.

alter table user add column away_from integer;              -- Day; null = not away
alter table user add column away_to   integer;              -- Day, included
alter table user add column items     text not null default ''; -- codes, separated by blanks; empty = whatever comes
