-- filter.sql: queues as somebody wants to see them again. $1 is the tenant.

-- name: filter_list
-- One's own, oldest first.
SELECT id, name, query
  FROM queue_filter
 WHERE tenant_id = $1 AND staff_id = $2
 ORDER BY id

-- name: filter_insert
-- One more.
INSERT INTO queue_filter (tenant_id, id, staff_id, name, query)
VALUES ($1, $2, $3, $4, $5)

-- name: filter_delete
-- Nobody can take away another's.
DELETE FROM queue_filter
 WHERE tenant_id = $1 AND id = $2 AND staff_id = $3
