-- facet.sql: published messages by all that they can be narrowed by at once
-- (migrations/0040). $1 is always the tenant.

-- name: facet_list
-- Every combination there is; a city has some thousands.
-- plan: scan ok
SELECT id, type, topic_id, unit_id, areas, handling, answered, photo, n
  FROM facet
 WHERE tenant_id = $1 AND n > 0

-- name: facet_leave
-- The matter leaves its facet, if it is in one.
UPDATE facet
   SET n = n - 1
 WHERE tenant_id = $1
   AND id = (SELECT facet_id
               FROM publication
              WHERE tenant_id = $1 AND matter_id = $2
                AND text_state = 'public' AND facet_id <> 0)

-- name: facet_leave_changed
-- It leaves when topic, unit or state are others than $3, $4, $5.
UPDATE facet
   SET n = n - 1
 WHERE tenant_id = $1
   AND id = (SELECT facet_id
               FROM publication
              WHERE tenant_id = $1 AND matter_id = $2
                AND text_state = 'public' AND facet_id <> 0
                AND (topic_id <> $3 OR unit_id <> $4 OR handling <> $5))

-- name: facet_none
-- It is in none.
UPDATE publication
   SET facet_id = 0
 WHERE tenant_id = $1 AND matter_id = $2

-- part: shown_in
-- What is public of the matters $2 to $3 and in no facet, as a facet has it.
SELECT p.tenant_id, p.matter_id, p.topic_id, p.unit_id, p.type, p.areas,
       p.handling,
       CASE WHEN p.answer_state = 'public' THEN 1 ELSE 0 END AS answered,
       CASE WHEN EXISTS (SELECT 1
                           FROM photo h
                          WHERE h.tenant_id = $1 AND h.matter_id = p.matter_id
                            AND h.publication = 'public')
            THEN 1 ELSE 0 END AS photo
  FROM publication p
 WHERE p.tenant_id = $1 AND p.matter_id BETWEEN $2 AND $3
   AND p.text_state = 'public' AND p.facet_id = 0

-- name: facet_count
-- The facets of those get as many more; a new one takes the next id.
INSERT INTO facet (tenant_id, id, topic_id, unit_id, type, areas, handling,
                   answered, photo, n)
SELECT g.tenant_id,
       (SELECT COALESCE(MAX(f.id), 0) FROM facet f WHERE f.tenant_id = $1) +
       ROW_NUMBER() OVER (ORDER BY g.topic_id, g.unit_id, g.type, g.areas,
                                   g.handling, g.answered, g.photo),
       g.topic_id, g.unit_id, g.type, g.areas, g.handling, g.answered, g.photo,
       g.n
  FROM (SELECT s.tenant_id, s.topic_id, s.unit_id, s.type, s.areas, s.handling,
               s.answered, s.photo, COUNT(*) AS n
          FROM (
-- use: shown_in
               ) s
         GROUP BY s.tenant_id, s.topic_id, s.unit_id, s.type, s.areas,
                  s.handling, s.answered, s.photo) g
 WHERE g.n > 0
    ON CONFLICT (tenant_id, topic_id, unit_id, type, areas, handling, answered,
                 photo) DO UPDATE
   SET n = facet.n + excluded.n

-- name: facet_join
-- And those know theirs.
UPDATE publication
   SET facet_id = COALESCE((
       SELECT f.id
         FROM facet f
        WHERE f.tenant_id = $1 AND f.topic_id = publication.topic_id
          AND f.unit_id = publication.unit_id AND f.type = publication.type
          AND f.areas = publication.areas
          AND f.handling = publication.handling
          AND f.answered = CASE WHEN publication.answer_state = 'public'
                                THEN 1 ELSE 0 END
          AND f.photo = CASE WHEN EXISTS (
                             SELECT 1
                               FROM photo h
                              WHERE h.tenant_id = $1
                                AND h.matter_id = publication.matter_id
                                AND h.publication = 'public')
                             THEN 1 ELSE 0 END), 0)
 WHERE tenant_id = $1 AND matter_id BETWEEN $2 AND $3
   AND text_state = 'public' AND facet_id = 0

-- name: facet_areas
-- The areas its point lies in.
UPDATE publication
   SET areas = $3
 WHERE tenant_id = $1 AND matter_id = $2

-- ---- the mark ----

-- name: public_stamp
-- One more with each change of what is public.
SELECT stamp
  FROM public_mark
 WHERE tenant_id = $1

-- name: public_stamp_next
-- Something has changed.
INSERT INTO public_mark (tenant_id, stamp, areas_stamp, walked_id, until_id)
VALUES ($1, 1, -1, 0, 0)
    ON CONFLICT (tenant_id) DO UPDATE
   SET stamp = public_mark.stamp + 1

-- name: facet_mark
-- How far the walk has come, and with which areas.
SELECT stamp, areas_stamp, walked_id, until_id
  FROM public_mark
 WHERE tenant_id = $1

-- name: facet_walk_begin
-- From the first matter to $3, with the areas of stamp $2.
INSERT INTO public_mark (tenant_id, stamp, areas_stamp, walked_id, until_id)
VALUES ($1, 1, $2, 0, $3)
    ON CONFLICT (tenant_id) DO UPDATE
   SET areas_stamp = excluded.areas_stamp, walked_id = 0,
       until_id = excluded.until_id, stamp = public_mark.stamp + 1

-- name: facet_walk_move
-- From $2 to $3; nothing moves when somebody else was faster.
UPDATE public_mark
   SET walked_id = $3, stamp = stamp + 1
 WHERE tenant_id = $1 AND walked_id = $2

-- name: facet_walk_end
-- The last matter that has ever been public.
SELECT matter_id
  FROM publication
 WHERE tenant_id = $1
 ORDER BY matter_id DESC
 LIMIT 1

-- name: facet_walk_next
-- What is public of the next matters after $2, not behind $3.
SELECT matter_id, COALESCE(cell, 0), areas, facet_id
  FROM publication
 WHERE tenant_id = $1 AND matter_id > $2 AND matter_id <= $3
 ORDER BY matter_id
 LIMIT $4
