-- topic.sql: what it is about. $1 is always the tenant. A unit that was closed
-- is no topic's unit any more: what comes then is directed by a person.

-- part: topic
-- A topic, in the order in which topic_store.c reads it.
SELECT id, parent_id, code, name_fi, name_sv, name_en,
       (SELECT u.id FROM unit u
         WHERE u.tenant_id = topic.tenant_id
           AND u.id = topic.default_unit_id AND u.active = 1) AS unit_now,
       confidential, active, sort_order, version
  FROM topic

-- name: topic_list
-- All topics, for staff.
-- use: topic
 WHERE tenant_id = $1
 ORDER BY sort_order, name_fi, id

-- name: topic_list_active
-- What residents may choose.
-- use: topic
 WHERE tenant_id = $1 AND active = 1
 ORDER BY sort_order, name_fi, id

-- name: topic_by_id
-- One topic, for its page and its version.
-- use: topic
 WHERE tenant_id = $1 AND id = $2

-- name: topic_by_code
-- Active or not: the caller decides what a closed topic means.
-- use: topic
 WHERE tenant_id = $1 AND code = $2

-- name: topic_insert
-- No row is made when the code is taken.
INSERT INTO topic (tenant_id, id, parent_id, code, name_fi, name_sv, name_en,
                   default_unit_id, confidential, active, sort_order)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING

-- name: topic_update
-- Optimistic lock: no row changes when somebody else saved first.
UPDATE topic
   SET parent_id = $3, code = $4, name_fi = $5, name_sv = $6, name_en = $7,
       default_unit_id = $8, confidential = $9, active = $10,
       sort_order = $11, version = version + 1
 WHERE tenant_id = $1 AND id = $2 AND version = $12
