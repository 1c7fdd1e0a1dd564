-- passing.sql: what was passed on to others. $1 is always the tenant.

-- name: passing_insert
-- It is theirs now.
INSERT INTO passing (tenant_id, id, matter_id, unit_id, staff_id, how,
                     consent_at, token_hash, expires_at, said, leaves)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, 1)

-- name: passing_left
-- Its mail is on its way, and the link counts.
UPDATE passing
   SET mail_id = $3, token_hash = $4, expires_at = $5, leaves = 0
 WHERE tenant_id = $1 AND id = $2

-- part: passing
-- What was passed on, in the order in which passing_store.c reads it.
SELECT id, matter_id, unit_id, how, COALESCE(consent_at, 0), expires_at, said
  FROM passing

-- name: passing_waiting
-- What of a matter has not left yet.
-- use: passing
 WHERE tenant_id = $1 AND matter_id = $2 AND leaves = 1

-- name: passing_remove
-- It was taken back.
DELETE FROM passing
 WHERE tenant_id = $1 AND matter_id = $2 AND leaves = 1

-- name: passing_of_matter
-- Who got a matter last.
-- use: passing
 WHERE tenant_id = $1 AND matter_id = $2
 ORDER BY id DESC
 LIMIT 1

-- name: passing_by_token
-- Whose link this is.
-- use: passing
 WHERE tenant_id = $1 AND token_hash = $2
