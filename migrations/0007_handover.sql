-- A matter handed to a unit is the unit's once somebody there accepts it:
-- until accept_due_at, then a reminder, then it goes back to be directed.
-- Matters already with their units have nothing to accept.
ALTER TABLE matter ADD COLUMN accept_due_at BIGINT;       -- NULL: accepted
ALTER TABLE matter ADD COLUMN accept_reminded_at BIGINT;
ALTER TABLE matter ADD COLUMN handed_from BIGINT;         -- the unit that had it before
CREATE INDEX matter_accept ON matter (tenant_id, accept_due_at)
    WHERE accept_due_at IS NOT NULL;
