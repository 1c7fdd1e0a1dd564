-- routing.sql: which unit gets what by itself. $1 is always the tenant.

-- name: rule_list
-- In the order they are tried.
SELECT id, sort_order, COALESCE(topic_id, 0), COALESCE(area_id, 0), unit_id
  FROM route_rule
 WHERE tenant_id = $1
 ORDER BY sort_order, id

-- name: rule_insert
-- Topic x area -> unit.
INSERT INTO route_rule (tenant_id, id, sort_order, topic_id, area_id, unit_id)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: rule_delete
-- Matters it directed keep their units.
DELETE FROM route_rule
 WHERE tenant_id = $1 AND id = $2

-- name: rule_place
-- Another place in the order.
UPDATE route_rule
   SET sort_order = $3
 WHERE tenant_id = $1 AND id = $2
