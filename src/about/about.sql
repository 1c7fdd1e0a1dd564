-- about.sql: the pages every municipality must have. $1 is always the tenant.

-- name: about_get
-- One page in one language.
SELECT text, version, saved_at
  FROM about
 WHERE tenant_id = $1 AND page = $2 AND lang = $3

-- name: about_list
-- Which of them somebody has saved, and when.
SELECT page, lang, saved_at
  FROM about
 WHERE tenant_id = $1

-- name: about_insert
-- The first words of one's own; no row when somebody was first.
INSERT INTO about (tenant_id, page, lang, text, version, saved_at)
VALUES ($1, $2, $3, $4, 1, $5)
ON CONFLICT DO NOTHING

-- name: about_update
-- Optimistic lock: no row changes when somebody else saved first.
UPDATE about
   SET text = $4, saved_at = $5, version = version + 1
 WHERE tenant_id = $1 AND page = $2 AND lang = $3 AND version = $6
