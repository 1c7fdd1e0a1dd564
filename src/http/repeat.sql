-- repeat.sql: form keys that were used. The key column begins with the time
-- the form was made, so the index grows at its end.

-- name: repeat_find
-- What a form key has led to.
SELECT fingerprint, ref FROM idempotency WHERE tenant_id = $1 AND key = $2

-- name: repeat_add
-- A form key has led to something.
INSERT INTO idempotency (tenant_id, key, route, actor, fingerprint, ref)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: repeat_forget
-- Uses by staff with keys from before $2. Those of residents stay with their
-- matters for good.
DELETE FROM idempotency WHERE tenant_id = $1 AND actor <> '' AND key < $2
