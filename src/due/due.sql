-- due.sql: promises with a date.

-- name: due_insert
-- A promise begins to run.
INSERT INTO due (tenant_id, id, matter_id, what, due_at)
VALUES ($1, $2, $3, $4, $5)

-- name: due_meet
-- It was kept, in time or late.
UPDATE due
   SET met_at = $4
 WHERE tenant_id = $1 AND matter_id = $2 AND what = $3 AND met_at IS NULL

-- name: due_tighten
-- An earlier date applies from now on.
UPDATE due
   SET due_at = $4
 WHERE tenant_id = $1 AND matter_id = $2 AND what = $3 AND met_at IS NULL
   AND due_at > $4

-- name: due_list
-- The promises of a matter, nearest first.
SELECT id, matter_id, what, due_at, COALESCE(met_at, 0)
  FROM due
 WHERE tenant_id = $1 AND matter_id = $2
 ORDER BY due_at, id
