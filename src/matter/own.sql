-- own.sql: all matters of one address. $1 is always the tenant.

-- name: own_link_put
-- A link goes out.
INSERT INTO own_link (tenant_id, token_hash, mail_key, made_at, expires_at)
VALUES ($1, $2, $3, $4, $5)

-- name: own_link_get
-- Whose link this is, while it is good.
SELECT mail_key
  FROM own_link
 WHERE tenant_id = $1 AND token_hash = $2 AND expires_at > $3

-- name: own_link_since
-- The links that went to an address lately.
SELECT made_at
  FROM own_link
 WHERE tenant_id = $1 AND mail_key = $2 AND made_at > $3
 LIMIT $4

-- name: own_link_forget
-- Those whose time is over.
DELETE FROM own_link
 WHERE tenant_id = $1 AND expires_at < $2

-- name: own_matters
-- The newest matters given with an address.
SELECT m.id, m.number_year, m.number, m.lang, m.title, m.text, m.handling,
       m.received_at, m.code_version, m.outcome
  FROM party p
  JOIN matter m ON m.tenant_id = p.tenant_id AND m.id = p.matter_id
 WHERE p.tenant_id = $1 AND p.mail_key = $2 AND p.mail_key <> ''
 ORDER BY p.matter_id DESC
 LIMIT $3
