-- place.sql: areas. $1 is always the tenant; a city has some hundreds.

-- name: area_list
-- What they are called.
SELECT id, code, name_fi, name_sv, name_en
  FROM area
 WHERE tenant_id = $1
 ORDER BY name_fi, id

-- name: area_shapes
-- With their shapes, for the memory of a process.
SELECT id, code, name_fi, name_sv, name_en, shape
  FROM area
 WHERE tenant_id = $1
 ORDER BY id

-- name: area_stamp
-- Has anything changed?
SELECT COUNT(*), COALESCE(MAX(stamp), 0)
  FROM area
 WHERE tenant_id = $1

-- name: area_put
-- A known code keeps its id, so that rules stay what they were.
INSERT INTO area (tenant_id, id, code, name_fi, name_sv, name_en, shape, stamp)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (tenant_id, code) DO UPDATE
   SET name_fi = excluded.name_fi, name_sv = excluded.name_sv,
       name_en = excluded.name_en, shape = excluded.shape,
       stamp = excluded.stamp

-- name: area_delete
-- No rule names it any more.
DELETE FROM area
 WHERE tenant_id = $1 AND id = $2
