-- public_map.sql: published messages by their place. $1 is always the tenant.

-- part: spans
-- Ranges of cells or squares, from low to high; an empty one has low above high.
WITH span(low, high) AS (
     VALUES (CAST($6 AS BIGINT), CAST($7 AS BIGINT)),
            ($8, $9), ($10, $11), ($12, $13), ($14, $15),
            ($16, $17), ($18, $19), ($20, $21), ($22, $23),
            ($24, $25), ($26, $27), ($28, $29), ($30, $31),
            ($32, $33), ($34, $35), ($36, $37))

-- part: points
-- Published messages in them, in the order in which public_map_store.c reads it.
SELECT p.cell, p.matter_id, p.number_year, p.number, p.type, p.topic_id,
       p.unit_id, p.lang, p.title, SUBSTR(p.text, 1, 200) AS text,
       p.handling, p.published_at, p.facet_id, COALESCE(p.facility_id, 0)
       AS facility_id
  FROM span s CROSS JOIN publication p
 WHERE p.tenant_id = $1 AND p.text_state = 'public' AND p.cell IS NOT NULL
   AND p.cell BETWEEN s.low AND s.high

-- name: map_count_add
-- The points of the published among matters $2 to $3 come ($4 = 1) or go (-1):
-- in the square of each zoom that is kept, for each filter they pass. Those of
-- topic $5 and unit $6 stay as they are; -1 for both: none does.
WITH side(zoom, cells) AS (
     VALUES (8, 68719476736), (10, 4294967296), (12, 268435456),
            (14, 16777216), (16, 1048576)),
     seen(topic, unit, type) AS (
     VALUES (0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1),
            (1, 0, 0), (1, 0, 1), (1, 1, 0), (1, 1, 1))
INSERT INTO map_count (tenant_id, zoom, topic_id, unit_id, type, square, n)
SELECT p.tenant_id, s.zoom, p.topic_id * m.topic, p.unit_id * m.unit,
       CASE WHEN m.type = 1 THEN p.type ELSE '' END, p.cell / s.cells,
       CAST($4 AS BIGINT) * COUNT(*)
  FROM publication p CROSS JOIN side s CROSS JOIN seen m
 WHERE p.tenant_id = $1 AND p.matter_id BETWEEN $2 AND $3
   AND p.text_state = 'public' AND p.cell IS NOT NULL
   AND (p.topic_id <> CAST($5 AS BIGINT) OR p.unit_id <> CAST($6 AS BIGINT))
   AND (m.topic = 0 OR p.topic_id <> 0) AND (m.unit = 0 OR p.unit_id <> 0)
   AND (m.type = 0 OR p.type <> '')
 GROUP BY p.tenant_id, s.zoom, p.topic_id * m.topic, p.unit_id * m.unit,
       CASE WHEN m.type = 1 THEN p.type ELSE '' END, p.cell / s.cells
    ON CONFLICT (tenant_id, zoom, topic_id, unit_id, type, square) DO UPDATE
   SET n = map_count.n + excluded.n

-- name: public_map_counts
-- How many lie in the squares of the spans, under one filter; 0 and '' = all.
-- use: spans
SELECT c.square, c.n
  FROM span s CROSS JOIN map_count c
 WHERE c.tenant_id = $1 AND c.zoom = $2 AND c.topic_id = $3 AND c.unit_id = $4
   AND c.type = $5 AND c.square BETWEEN s.low AND s.high AND c.n > 0

-- name: public_map_points
-- All whose cell is in the spans; this one narrows by nothing.
-- use: spans
-- use: points
   AND (CAST($3 AS BIGINT) = 0 OR p.topic_id = $3)
   AND (CAST($4 AS BIGINT) = 0 OR p.unit_id = $4)
   AND ($5 = '' OR p.type = $5)
 LIMIT $2

-- name: public_map_points_topic
-- Those of a topic; unit and type narrow when set.
-- use: spans
-- use: points
   AND p.topic_id = $3
   AND (CAST($4 AS BIGINT) = 0 OR p.unit_id = $4)
   AND ($5 = '' OR p.type = $5)
 LIMIT $2

-- name: public_map_points_unit
-- Those of a unit; topic and type narrow when set.
-- use: spans
-- use: points
   AND p.unit_id = $4
   AND (CAST($3 AS BIGINT) = 0 OR p.topic_id = $3)
   AND ($5 = '' OR p.type = $5)
 LIMIT $2

-- name: public_map_points_type
-- Those of a type; topic and unit narrow when set.
-- use: spans
-- use: points
   AND p.type = $5
   AND (CAST($3 AS BIGINT) = 0 OR p.topic_id = $3)
   AND (CAST($4 AS BIGINT) = 0 OR p.unit_id = $4)
 LIMIT $2

-- name: public_map_open
-- The newest open ones in the spans that arrived after $3; $4 and $5 are the
-- states that are not open. Of a thousand at most: a planner that may stop by
-- itself would rather read all of them in order of time.
-- use: spans
SELECT near.cell, near.matter_id, near.number_year, near.number, near.type,
       near.topic_id, near.unit_id, near.lang, near.title, near.text,
       near.handling, near.published_at, near.facet_id,
       near.facility_id
  FROM (
-- use: points
   AND p.received_at >= $3 AND p.handling <> $4 AND p.handling <> $5
 LIMIT 1000) near
 ORDER BY near.published_at DESC, near.matter_id DESC
 LIMIT $2
