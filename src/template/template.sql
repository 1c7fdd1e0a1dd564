-- template.sql: answers written once. $1 is always the tenant.

-- name: template_by_id
-- One template with its text; the caller asks whose it is.
SELECT id, owner_id, COALESCE(unit_id, 0), COALESCE(topic_id, 0), lang, title,
       season_from, season_to, active, version, text
  FROM template
 WHERE tenant_id = $1 AND id = $2

-- name: template_list
-- A person's own ($2) and the shared ones, without their texts.
SELECT id, owner_id, COALESCE(unit_id, 0), COALESCE(topic_id, 0), lang, title,
       season_from, season_to, active, version
  FROM template
 WHERE tenant_id = $1 AND owner_id IN (CAST($2 AS BIGINT), 0)
 ORDER BY title, id

-- name: template_list_lang
-- Those of them that are in use in one language.
SELECT id, owner_id, COALESCE(unit_id, 0), COALESCE(topic_id, 0), lang, title,
       season_from, season_to, active, version
  FROM template
 WHERE tenant_id = $1 AND owner_id IN (CAST($2 AS BIGINT), 0) AND lang = $3
   AND active = 1
 ORDER BY title, id

-- name: template_insert
-- A new one.
INSERT INTO template (tenant_id, id, owner_id, unit_id, topic_id, lang, title,
                      text, season_from, season_to, active)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: template_update
-- Optimistic lock: no row changes when somebody else saved first.
UPDATE template
   SET owner_id = $3, unit_id = $4, topic_id = $5, lang = $6, title = $7,
       text = $8, season_from = $9, season_to = $10, active = $11,
       version = version + 1
 WHERE tenant_id = $1 AND id = $2 AND version = $12

-- name: template_delete
-- Answers made from it keep their words.
DELETE FROM template
 WHERE tenant_id = $1 AND id = $2
