-- An answer that was not sent: told on the phone, by letter, at the desk.
ALTER TABLE entry ADD COLUMN told TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN told_at BIGINT;
ALTER TABLE entry ADD COLUMN told_by TEXT NOT NULL DEFAULT '';
