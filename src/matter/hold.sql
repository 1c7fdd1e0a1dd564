-- hold.sql: matters kept as evidence.

-- name: hold_get
-- The hold of a matter, also one that has ended.
SELECT h.staff_id, COALESCE(s.name, ''), h.why, h.held_at, h.until_at
  FROM hold h
  LEFT JOIN staff s ON s.tenant_id = h.tenant_id AND s.id = h.staff_id
 WHERE h.tenant_id = $1 AND h.matter_id = $2

-- name: hold_put
-- Marked, or marked anew with another end.
INSERT INTO hold (tenant_id, matter_id, staff_id, why, held_at, until_at)
VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (tenant_id, matter_id) DO UPDATE
   SET staff_id = EXCLUDED.staff_id, why = EXCLUDED.why,
       held_at = EXCLUDED.held_at, until_at = EXCLUDED.until_at

-- name: hold_drop
-- Lifted; who did it is an event.
DELETE FROM hold
 WHERE tenant_id = $1 AND matter_id = $2
