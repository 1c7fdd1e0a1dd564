-- facility.sql: facilities. $1 is always the tenant; a city has some thousands.

-- name: facility_all
-- For the memory of a process.
SELECT id, code, name_fi, name_sv, name_en, kind, address, lat, lon, unit_id,
       phone, hours, web, closed, stamp
  FROM facility
 WHERE tenant_id = $1
 ORDER BY name_fi, id

-- name: facility_stamp
-- Has anything changed? None is ever deleted.
SELECT COUNT(*), COALESCE(MAX(stamp), 0)
  FROM facility
 WHERE tenant_id = $1

-- name: facility_put
-- A known code keeps its id, so that messages stay with it.
INSERT INTO facility (tenant_id, id, code, name_fi, name_sv, name_en, kind,
                      address, lat, lon, unit_id, phone, hours, web, closed,
                      stamp)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    ON CONFLICT (tenant_id, code) DO UPDATE
   SET name_fi = excluded.name_fi, name_sv = excluded.name_sv,
       name_en = excluded.name_en, kind = excluded.kind,
       address = excluded.address, lat = excluded.lat, lon = excluded.lon,
       unit_id = excluded.unit_id, phone = excluded.phone,
       hours = excluded.hours, web = excluded.web, closed = excluded.closed,
       stamp = excluded.stamp
