-- verdict.sql: what residents say of an answer. $1 is always the tenant.

-- name: verdict_put
-- A resident says it.
INSERT INTO verdict (tenant_id, id, matter_id, satisfied, reason)
VALUES ($1, $2, $3, $4, $5)

-- name: verdict_last
-- The last one about a matter.
SELECT id, satisfied, reason, decision
  FROM verdict
 WHERE tenant_id = $1 AND matter_id = $2
 ORDER BY id DESC
 LIMIT 1

-- name: verdict_decide
-- The city decides what waits for it; a decision stays.
UPDATE verdict
   SET decision = $3, staff_id = $4, decided_at = $5
 WHERE tenant_id = $1 AND matter_id = $2 AND satisfied = 0 AND decision = ''
