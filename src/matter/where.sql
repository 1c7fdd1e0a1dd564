-- where.sql: matters by the facility they are about. $1 is always the tenant.

-- name: where_keep
-- What it is about, once it is stored.
UPDATE matter
   SET facility_id = $3
 WHERE tenant_id = $1 AND id = $2

-- name: where_facility
-- The facility of one matter; 0 = none.
SELECT COALESCE(facility_id, 0)
  FROM matter
 WHERE tenant_id = $1 AND id = $2

-- name: where_published
-- Its public page follows, while its place is shown ($3 = 1).
UPDATE publication
   SET facility_id = CASE WHEN CAST($3 AS BIGINT) = 1
       THEN (SELECT m.facility_id
               FROM matter m
              WHERE m.tenant_id = $1 AND m.id = $2) END
 WHERE tenant_id = $1 AND matter_id = $2

-- name: where_of_facility
-- The newest published messages of a facility.
SELECT matter_id
  FROM publication
 WHERE tenant_id = $1 AND text_state = 'public' AND facility_id = $2
   AND facility_id IS NOT NULL
 ORDER BY published_at DESC, matter_id DESC
 LIMIT $3

-- name: where_points
-- The newest published messages, and where they are.
SELECT matter_id, COALESCE(cell, 0)
  FROM publication
 WHERE tenant_id = $1 AND text_state = 'public'
 ORDER BY published_at DESC, matter_id DESC
 LIMIT $2
