-- earlier.sql: what was answered before. $1 is always the tenant.

-- part: earlier
-- What is shown of a matter of before, see earlier_store.c.
SELECT id, number_year, number, COALESCE(unit_id, 0), COALESCE(handler_id, 0),
       place, lat, lon, COALESCE(answered_at, 0)
  FROM matter

-- name: earlier_newest
-- The newest answered matters of a topic in a language.
-- use: earlier
 WHERE tenant_id = $1 AND topic_id = $2 AND answered_at IS NOT NULL
   AND confidential = 0 AND lang = $3 AND id <> $4
 ORDER BY id DESC
 LIMIT $5

-- name: earlier_near
-- Those in a box around a place: lat from $5 to $6, lon from $7 to $8.
-- use: earlier
 WHERE tenant_id = $1 AND topic_id = $2 AND answered_at IS NOT NULL
   AND confidential = 0 AND lat IS NOT NULL AND lang = $3 AND id <> $4
   AND lat BETWEEN $5 AND $6 AND lon BETWEEN $7 AND $8
 ORDER BY id DESC
 LIMIT $9

-- name: earlier_by_id
-- One of them.
-- use: earlier
 WHERE tenant_id = $1 AND id = $2 AND topic_id = $3
   AND answered_at IS NOT NULL AND confidential = 0

-- name: earlier_answer
-- The last answer a resident got.
SELECT text
  FROM entry
 WHERE tenant_id = $1 AND matter_id = $2 AND kind = 'answer'
   AND hidden_why = ''
 ORDER BY id DESC
 LIMIT 1
