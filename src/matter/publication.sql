-- publication.sql: what the public sees of matters. $1 is always the tenant.

-- part: publication
-- A publication, in the order in which publication_store.c reads it.
SELECT matter_id, number_year, number, type, topic_id, unit_id, lang, title,
       text, nickname, place, answer, COALESCE(answered_at, 0), received_at,
       published_at, updated_at, handling, outcome, text_state, answer_state,
       hidden_why, version, COALESCE(cell, 0), areas,
       facet_id, COALESCE(facility_id, 0)
  FROM publication

-- name: publication_put
-- The public version a person made. A page keeps the time of its first day.
INSERT INTO publication (tenant_id, matter_id, number_year, number, type,
                         topic_id, unit_id, lang, title, text, nickname, place,
                         answer, answered_at, handling, outcome, received_at,
                         text_state, answer_state, published_at, updated_at,
                         cell, areas)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17, 'public', $18, $19, $19, $20, $21)
ON CONFLICT (tenant_id, matter_id) DO UPDATE
   SET title = excluded.title, text = excluded.text,
       nickname = excluded.nickname, place = excluded.place,
       answer = excluded.answer, answered_at = excluded.answered_at,
       handling = excluded.handling, outcome = excluded.outcome,
       type = excluded.type, topic_id = excluded.topic_id,
       unit_id = excluded.unit_id, cell = excluded.cell,
       areas = excluded.areas, facet_id = 0,
       text_state = 'public', hidden_why = '',
       answer_state = excluded.answer_state,
       updated_at = excluded.updated_at,
       version = publication.version + 1

-- name: publication_hide
-- Out of sight at once; the row stays and its page answers 410.
UPDATE publication
   SET text_state = 'hidden', answer_state = 'hidden', hidden_why = $3,
       updated_at = $4, version = version + 1, facet_id = 0
 WHERE tenant_id = $1 AND matter_id = $2 AND text_state = 'public'

-- name: publication_follow
-- The states and the responsible unit on a public page follow the matter. It
-- is in no facet for the moment when it left the one it was in.
UPDATE publication
   SET facet_id = CASE WHEN topic_id = $3 AND unit_id = $4 AND handling = $5
                       THEN facet_id ELSE 0 END,
       topic_id = $3, unit_id = $4, handling = $5, outcome = $6
 WHERE tenant_id = $1 AND matter_id = $2

-- name: publication_by_matter
-- What is or was public of one matter.
-- use: publication
 WHERE tenant_id = $1 AND matter_id = $2

-- name: publication_by_number
-- A public page is addressed by the number of its matter.
-- use: publication
 WHERE tenant_id = $1 AND number_year = $2 AND number = $3

-- name: publication_list
-- The newest, older than ($2, $3).
-- use: publication
 WHERE tenant_id = $1 AND text_state = 'public'
   AND (published_at, matter_id) < ($2, $3)
 ORDER BY published_at DESC, matter_id DESC
 LIMIT $4

-- name: publication_list_topic
-- The newest of a topic $5.
-- use: publication
 WHERE tenant_id = $1 AND text_state = 'public' AND topic_id = $5
   AND (published_at, matter_id) < ($2, $3)
 ORDER BY published_at DESC, matter_id DESC
 LIMIT $4

-- name: publication_list_unit
-- The newest of a unit $5.
-- use: publication
 WHERE tenant_id = $1 AND text_state = 'public' AND unit_id = $5
   AND (published_at, matter_id) < ($2, $3)
 ORDER BY published_at DESC, matter_id DESC
 LIMIT $4

-- name: publication_list_type
-- The newest of a type $5.
-- use: publication
 WHERE tenant_id = $1 AND text_state = 'public' AND type = $5
   AND (published_at, matter_id) < ($2, $3)
 ORDER BY published_at DESC, matter_id DESC
 LIMIT $4

-- part: wanted
-- Up to 32 ids; 0 is none.
WITH wanted(id) AS (
     VALUES (CAST($2 AS BIGINT)), ($3), ($4), ($5), ($6), ($7), ($8), ($9),
            ($10), ($11), ($12), ($13), ($14), ($15), ($16), ($17),
            ($18), ($19), ($20), ($21), ($22), ($23), ($24), ($25),
            ($26), ($27), ($28), ($29), ($30), ($31), ($32), ($33))

-- name: publication_some
-- These matters, in any order.
-- use: wanted
SELECT p.matter_id, p.number_year, p.number, p.type, p.topic_id, p.unit_id,
       p.lang, p.title, p.text, p.nickname, p.place, p.answer,
       COALESCE(p.answered_at, 0), p.received_at, p.published_at, p.updated_at,
       p.handling, p.outcome, p.text_state, p.answer_state, p.hidden_why,
       p.version, COALESCE(p.cell, 0), p.areas, p.facet_id,
       COALESCE(p.facility_id, 0)
  FROM wanted w CROSS JOIN publication p
 WHERE p.tenant_id = $1 AND p.matter_id = w.id AND p.text_state = 'public'

-- name: publication_of_facets
-- All of these facets that were published from $34 until before $35.
-- use: wanted
SELECT p.published_at, p.matter_id, p.facet_id, COALESCE(p.answered_at, 0)
  FROM wanted w CROSS JOIN publication p
 WHERE p.tenant_id = $1 AND p.text_state = 'public' AND p.facet_id = w.id
   AND p.published_at >= $34 AND p.published_at < $35

-- name: publication_of_facility
-- The newest of a facility $2.
SELECT published_at, matter_id, facet_id, COALESCE(answered_at, 0)
  FROM publication
 WHERE tenant_id = $1 AND text_state = 'public' AND facility_id = $2
   AND facility_id IS NOT NULL
 ORDER BY published_at DESC, matter_id DESC
 LIMIT $3

-- name: publication_walk
-- From ($2, $3) to older ones, not before $4.
SELECT published_at, matter_id, facet_id, 0
  FROM publication
 WHERE tenant_id = $1 AND text_state = 'public'
   AND (published_at, matter_id) < ($2, $3) AND published_at >= $4
 ORDER BY published_at DESC, matter_id DESC
 LIMIT $5

-- name: publication_walk_oldest
-- From ($2, $3) to newer ones, before $4.
SELECT published_at, matter_id, facet_id, 0
  FROM publication
 WHERE tenant_id = $1 AND text_state = 'public'
   AND (published_at, matter_id) > ($2, $3) AND published_at < $4
 ORDER BY published_at, matter_id
 LIMIT $5

-- name: publication_walk_answered
-- Those with a public answer, the one answered last first; published from $4.
SELECT published_at, matter_id, facet_id, answered_at
  FROM publication
 WHERE tenant_id = $1 AND text_state = 'public' AND answer_state = 'public'
   AND answered_at IS NOT NULL AND (answered_at, matter_id) < ($2, $3)
   AND published_at >= $4
 ORDER BY answered_at DESC, matter_id DESC
 LIMIT $5
