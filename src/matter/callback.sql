-- callback.sql: who is to be called, and when. $1 is always the tenant.

-- name: callback_insert
-- The wish of somebody who asked to be called.
INSERT INTO callback (tenant_id, matter_id, part, from_at, until_at)
VALUES ($1, $2, $3, $4, $5)

-- name: callback_get
-- When they want it.
SELECT part, from_at, until_at
  FROM callback
 WHERE tenant_id = $1 AND matter_id = $2
