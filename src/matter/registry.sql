-- registry.sql: what went to the registry. $1 is always the tenant.

-- name: registry_get
-- Has it gone already?
SELECT file, mailed, made_at
  FROM registry
 WHERE tenant_id = $1 AND matter_id = $2

-- name: registry_put
-- It has, or once more after it was opened again.
INSERT INTO registry (tenant_id, matter_id, file, mailed, made_at)
VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (tenant_id, matter_id) DO UPDATE
   SET mailed = EXCLUDED.mailed, made_at = EXCLUDED.made_at
