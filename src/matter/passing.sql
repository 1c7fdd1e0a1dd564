-- passing.sql: what was passed on to others. $1 is always the tenant.

-- name: passing_insert
-- It is theirs now.
INSERT INTO passing (tenant_id, id, matter_id, unit_id, staff_id, how,
                     consent_at, mail_id, token_hash, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: passing_of_matter
-- Who got a matter last.
SELECT id, matter_id, unit_id, how, COALESCE(consent_at, 0), expires_at
  FROM passing
 WHERE tenant_id = $1 AND matter_id = $2
 ORDER BY id DESC
 LIMIT 1

-- name: passing_by_token
-- Whose link this is.
SELECT id, matter_id, unit_id, how, COALESCE(consent_at, 0), expires_at
  FROM passing
 WHERE tenant_id = $1 AND token_hash = $2
