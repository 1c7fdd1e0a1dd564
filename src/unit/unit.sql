-- unit.sql: the organisation. $1 is always the tenant.

-- name: unit_list
-- Every unit, for trees and choices: a city has some hundreds at most.
SELECT id, parent_id, code, name_fi, name_sv, name_en, mail, active,
       sort_order, version, COALESCE(head_id, 0), kind, phone, hours, web,
       by_mail
  FROM unit
 WHERE tenant_id = $1
 ORDER BY active DESC, sort_order, name_fi, id

-- name: unit_by_id
-- One unit, for its page and its version.
SELECT id, parent_id, code, name_fi, name_sv, name_en, mail, active,
       sort_order, version, COALESCE(head_id, 0), kind, phone, hours, web,
       by_mail
  FROM unit
 WHERE tenant_id = $1 AND id = $2

-- name: unit_id_by_code
-- Whose code is it?
SELECT id
  FROM unit
 WHERE tenant_id = $1 AND code = $2

-- name: unit_insert
-- No row is made when the code is taken.
INSERT INTO unit (tenant_id, id, parent_id, code, name_fi, name_sv, name_en,
                  mail, active, sort_order, head_id, kind, phone, hours, web,
                  by_mail)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT DO NOTHING

-- name: unit_update
-- Optimistic lock: no row changes when somebody else saved first.
UPDATE unit
   SET parent_id = $3, code = $4, name_fi = $5, name_sv = $6, name_en = $7,
       mail = $8, active = $9, sort_order = $10, head_id = $11, kind = $12,
       phone = $13, hours = $14, web = $15, by_mail = $16,
       version = version + 1
 WHERE tenant_id = $1 AND id = $2 AND version = $17

-- name: unit_people
-- Who may head a unit.
SELECT id, name
  FROM staff
 WHERE tenant_id = $1 AND active = 1
 ORDER BY name, id
