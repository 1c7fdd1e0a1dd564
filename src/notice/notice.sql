-- notice.sql: what everybody is told. $1 is always the tenant.

-- name: notice_by_id
-- One, whatever its state; the caller asks.
SELECT id, kind, title_fi, title_sv, title_en, text_fi, text_sv, text_en,
       starts_at, ends_at, topic_id, area_id, words, state, published_at,
       review_at, staff_id, unit_id, updated_at, version
  FROM notice
 WHERE tenant_id = $1 AND id = $2

-- name: notice_list
-- All of them; what has been ended comes last.
SELECT id, kind, title_fi, title_sv, title_en, text_fi, text_sv, text_en,
       starts_at, ends_at, topic_id, area_id, words, state, published_at,
       review_at, staff_id, unit_id, updated_at, version
  FROM notice
 WHERE tenant_id = $1
 ORDER BY CASE WHEN state = 'ended' THEN 1 ELSE 0 END, updated_at DESC, id DESC
 LIMIT $2

-- name: notice_published
-- Those whose last day has not passed, also what begins later; of the texts the
-- beginning.
SELECT id, kind, title_fi, title_sv, title_en, SUBSTR(text_fi, 1, 400),
       SUBSTR(text_sv, 1, 400), SUBSTR(text_en, 1, 400),
       starts_at, ends_at, topic_id, area_id, words, state, published_at,
       review_at, staff_id, unit_id, updated_at, version
  FROM notice
 WHERE tenant_id = $1 AND state = 'published' AND ends_at > $2
 ORDER BY starts_at DESC, id DESC
 LIMIT $3

-- name: notice_insert
-- A new one.
INSERT INTO notice (tenant_id, id, kind, title_fi, title_sv, title_en, text_fi,
                    text_sv, text_en, starts_at, ends_at, topic_id, area_id,
                    words, state, published_at, review_at, staff_id, unit_id,
                    updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17, $18, $19, $20)

-- name: notice_update
-- Optimistic lock: no row changes when somebody else saved first. Who wrote it
-- first stays its author; a new day to read it again wants a new reminder.
UPDATE notice
   SET kind = $3, title_fi = $4, title_sv = $5, title_en = $6, text_fi = $7,
       text_sv = $8, text_en = $9, starts_at = $10, ends_at = $11,
       topic_id = $12, area_id = $13, words = $14, state = $15,
       published_at = $16,
       reminded_at = CASE WHEN review_at = CAST($17 AS BIGINT)
                          THEN reminded_at ELSE 0 END,
       review_at = $17, updated_at = $18, version = version + 1
 WHERE tenant_id = $1 AND id = $2 AND version = $19

-- name: notice_end
-- It is over.
UPDATE notice
   SET state = 'ended', updated_at = $3, version = version + 1
 WHERE tenant_id = $1 AND id = $2 AND state <> 'ended'

-- name: notice_review_due
-- What is to be read again, and nobody has been told.
SELECT id, kind, title_fi, title_sv, title_en, text_fi, text_sv, text_en,
       starts_at, ends_at, topic_id, area_id, words, state, published_at,
       review_at, staff_id, unit_id, updated_at, version
  FROM notice
 WHERE tenant_id = $1 AND state = 'published' AND ends_at > $2
   AND review_at > 0 AND review_at <= $2 AND reminded_at = 0
 ORDER BY review_at, id
 LIMIT $3

-- name: notice_reminded
-- Told.
UPDATE notice
   SET reminded_at = $3
 WHERE tenant_id = $1 AND id = $2
