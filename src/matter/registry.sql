-- registry.sql: what went to the registry. $1 is always the tenant.

-- name: registry_get
-- Has it gone already?
SELECT file, mailed, made_at
  FROM registry
 WHERE tenant_id = $1 AND matter_id = $2

-- name: registry_put
-- It has.
INSERT INTO registry (tenant_id, matter_id, file, mailed, made_at)
VALUES ($1, $2, $3, $4, $5)
