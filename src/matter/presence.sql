-- presence.sql: who has which matter open now. $1 is always the tenant.

-- name: presence_put
-- Still there.
INSERT INTO presence (tenant_id, matter_id, staff_id, seen_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, matter_id, staff_id) DO UPDATE
   SET seen_at = excluded.seen_at

-- name: presence_sweep
-- Long gone.
DELETE FROM presence
 WHERE tenant_id = $1 AND seen_at < $2

-- name: presence_list
-- Everybody but $2 since $3, and what they have open.
SELECT p.matter_id, s.name
  FROM presence p
  JOIN staff s ON s.tenant_id = p.tenant_id AND s.id = p.staff_id
 WHERE p.tenant_id = $1 AND p.staff_id <> $2 AND p.seen_at > $3
 ORDER BY p.seen_at DESC, p.matter_id, p.staff_id
 LIMIT $4

-- name: presence_of
-- Who but $3 has this one open since $4.
SELECT p.matter_id, s.name
  FROM presence p
  JOIN staff s ON s.tenant_id = p.tenant_id AND s.id = p.staff_id
 WHERE p.tenant_id = $1 AND p.matter_id = $2 AND p.staff_id <> $3
   AND p.seen_at > $4
 ORDER BY s.name, p.staff_id
