-- contact.sql: the directory of units and people. $1 is always the tenant.

-- part: contact_unit_columns
-- As the store reads them.
SELECT unit_id, shown, answers_fi, answers_sv, answers_en, phones, mail, web,
       address, hours, updated_at, version
  FROM contact_unit

-- part: contact_person_columns
-- As the store reads them.
SELECT id, code, unit_id, staff_id, name, role_fi, role_sv, role_en, phones,
       mail, absent_until, substitute_id, shown, shown_at, sort_order,
       updated_at, version
  FROM contact_person

-- name: contact_unit_list
-- Of all units what the public may know: a city has some hundreds at most.
-- use: contact_unit_columns
 WHERE tenant_id = $1
 ORDER BY unit_id

-- name: contact_unit_by_id
-- Of one unit.
-- use: contact_unit_columns
 WHERE tenant_id = $1 AND unit_id = $2

-- name: contact_unit_insert
-- No row is made when there is one.
INSERT INTO contact_unit (tenant_id, unit_id, shown, answers_fi, answers_sv,
                          answers_en, phones, mail, web, address, hours,
                          updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT DO NOTHING

-- name: contact_unit_update
-- Optimistic lock: no row changes when somebody else saved first.
UPDATE contact_unit
   SET shown = $3, answers_fi = $4, answers_sv = $5, answers_en = $6,
       phones = $7, mail = $8, web = $9, address = $10, hours = $11,
       updated_at = $12, version = version + 1
 WHERE tenant_id = $1 AND unit_id = $2 AND version = $13

-- name: contact_person_list
-- Everybody, for the administration.
-- plan: scan ok
-- use: contact_person_columns
 WHERE tenant_id = $1
 ORDER BY sort_order, name, id

-- name: contact_person_of_unit
-- The people of one unit, for its public page.
-- use: contact_person_columns
 WHERE tenant_id = $1 AND unit_id = $2
 ORDER BY sort_order, name, id

-- name: contact_person_by_id
-- One of them.
-- use: contact_person_columns
 WHERE tenant_id = $1 AND id = $2

-- name: contact_person_insert
-- No row is made when the code is taken.
INSERT INTO contact_person (tenant_id, id, code, unit_id, staff_id, name,
                            role_fi, role_sv, role_en, phones, mail,
                            absent_until, substitute_id, shown, shown_at,
                            sort_order, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17)
ON CONFLICT DO NOTHING

-- name: contact_person_update
-- Optimistic lock, as above.
UPDATE contact_person
   SET code = $3, unit_id = $4, staff_id = $5, name = $6, role_fi = $7,
       role_sv = $8, role_en = $9, phones = $10, mail = $11,
       absent_until = $12, substitute_id = $13, shown = $14, shown_at = $15,
       sort_order = $16, updated_at = $17, version = version + 1
 WHERE tenant_id = $1 AND id = $2 AND version = $18

-- name: contact_person_delete
-- Nothing of the person stays.
DELETE FROM contact_person
 WHERE tenant_id = $1 AND id = $2

-- name: contact_substitute_gone
-- Whoever they stood in for.
-- plan: scan ok
UPDATE contact_person
   SET substitute_id = 0, version = version + 1
 WHERE tenant_id = $1 AND substitute_id = $2
