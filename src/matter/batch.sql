-- batch.sql: one act on many matters. $1 is always the tenant.

-- name: batch_insert
-- Somebody did something to many matters.
INSERT INTO batch (tenant_id, id, staff_id, act)
VALUES ($1, $2, $3, $4)

-- name: batch_item_insert
-- What became of one of them.
INSERT INTO batch_item (tenant_id, batch_id, position, matter_id, result)
VALUES ($1, $2, $3, $4, $5)

-- name: batch_get
-- Whose it was.
SELECT staff_id, act
  FROM batch
 WHERE tenant_id = $1 AND id = $2

-- name: batch_items
-- In the order in which they were chosen.
SELECT matter_id, result
  FROM batch_item
 WHERE tenant_id = $1 AND batch_id = $2
 ORDER BY position

-- name: batch_items_delete_old
-- Nobody looks at them after weeks: the matters keep what was done. Once a day.
-- plan: scan ok
DELETE FROM batch_item
 WHERE tenant_id = $1 AND batch_id < $2

-- name: batch_delete_old
-- With them.
DELETE FROM batch
 WHERE tenant_id = $1 AND id < $2
