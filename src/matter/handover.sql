-- handover.sql: matters that wait to be accepted. $1 is always the tenant.

-- name: handover_due
-- What nobody accepted in time, the longest overdue first.
SELECT id
  FROM matter
 WHERE tenant_id = $1 AND accept_due_at IS NOT NULL AND accept_due_at < $2
 ORDER BY accept_due_at, id
 LIMIT $3

-- name: handover_reminded
-- A reminder went out; the version stays, so that nobody's typing is refused.
UPDATE matter
   SET accept_due_at = $4, accept_reminded_at = $5
 WHERE tenant_id = $1 AND id = $2 AND version = $3

-- name: handover_accepted
-- Nobody needs to accept it: a link goes out instead.
UPDATE matter
   SET accept_due_at = NULL, accept_reminded_at = NULL
 WHERE tenant_id = $1 AND id = $2
