-- A question goes to units of the house too: one that works by mail gets the
-- matter by a link, one whose view or part is asked answers with its account. Whom
-- is decided by the rules.
ALTER TABLE ask DROP CONSTRAINT ask_whom_check;
ALTER TABLE ask ADD COLUMN unit_id BIGINT;      -- inside of the house
ALTER TABLE ask ADD COLUMN look_at BIGINT NOT NULL DEFAULT 0; -- when its time is over; of view and part: the next reminder
UPDATE ask SET look_at = expires_at;
DROP INDEX ask_open;
CREATE INDEX ask_open ON ask (tenant_id, look_at) WHERE closed_at IS NULL;
CREATE INDEX ask_view ON ask (tenant_id, unit_id, expires_at)
    WHERE closed_at IS NULL AND unit_id IS NOT NULL;
