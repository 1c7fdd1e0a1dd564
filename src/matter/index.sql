-- index.sql: what is indexed for everybody's search, and again after an upgrade.

-- name: index_publication
-- What of a matter is public, and where it is.
SELECT p.lang, p.title, p.text, p.place, p.answer, p.text_state,
       p.answer_state, p.published_at, p.type, p.topic_id, p.unit_id, m.lat,
       m.lon, p.version
  FROM publication p
  JOIN matter m ON m.tenant_id = $1 AND m.id = p.matter_id
 WHERE p.tenant_id = $1 AND p.matter_id = $2

-- name: index_version
-- Whether it is public at this moment, and as what.
SELECT version
  FROM publication
 WHERE tenant_id = $1 AND matter_id = $2 AND text_state = 'public'

-- name: reindex_mark
-- How far the indexing of what was there before has come.
SELECT version, matter_id, until_id
  FROM search_mark
 WHERE tenant_id = $1

-- name: reindex_begin
-- From the first matter to $3, by version $2.
INSERT INTO search_mark (tenant_id, version, matter_id, until_id)
VALUES ($1, $2, 0, $3)
ON CONFLICT (tenant_id) DO UPDATE
   SET version = excluded.version, matter_id = 0, until_id = excluded.until_id

-- name: reindex_move
-- Onwards; nothing moves when somebody else was faster.
UPDATE search_mark
   SET matter_id = $3
 WHERE tenant_id = $1 AND matter_id = $2

-- name: reindex_matters
-- The next matters after $2, not behind $3.
SELECT id
  FROM matter
 WHERE tenant_id = $1 AND id > $2 AND id <= $3
 ORDER BY id
 LIMIT $4
