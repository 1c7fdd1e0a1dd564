-- ask.sql: what is asked outside of the house by a link. $1 is always the
-- tenant.

-- name: ask_insert
-- A question goes out.
INSERT INTO ask (tenant_id, id, matter_id, whom, staff_id, token_hash, text,
                 choices, place, show_point, name, mail, expires_at, unit_id,
                 look_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13)

-- name: ask_file_insert
-- A photo the contractor may see.
INSERT INTO ask_file (tenant_id, ask_id, attachment_id)
VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING

-- part: ask
-- A question and who asked it.
SELECT k.id, k.matter_id, k.whom, k.staff_id, k.text, k.choices, k.place,
       k.show_point, k.name, k.mail, k.state, k.expires_at,
       COALESCE(k.closed_at, 0), COALESCE(s.name, ''),
       COALESCE(k.unit_id, 0)
  FROM ask k
  LEFT JOIN staff s ON s.tenant_id = k.tenant_id AND s.id = k.staff_id

-- name: ask_by_id
-- One question.
-- use: ask
 WHERE k.tenant_id = $1 AND k.id = $2

-- name: ask_id_by_token
-- Whose link this is.
SELECT id
  FROM ask
 WHERE tenant_id = $1 AND token_hash = $2

-- name: ask_list
-- All that was asked about a matter, oldest first.
-- use: ask
 WHERE k.tenant_id = $1 AND k.matter_id = $2
 ORDER BY k.id

-- name: ask_file_list
-- The photos of one.
SELECT attachment_id
  FROM ask_file
 WHERE tenant_id = $1 AND ask_id = $2
 ORDER BY attachment_id

-- name: ask_move
-- From one state to the next; no row changes when it is closed already.
UPDATE ask
   SET state = $3, closed_at = CAST($4 AS BIGINT)
 WHERE tenant_id = $1 AND id = $2 AND closed_at IS NULL

-- name: ask_settle
-- The resident answered by another way.
UPDATE ask
   SET state = 'answered', closed_at = $3
 WHERE tenant_id = $1 AND matter_id = $2 AND whom = 'resident'
   AND closed_at IS NULL

-- name: ask_overdue
-- Links whose time is over, views that somebody is to be reminded of.
SELECT id
  FROM ask
 WHERE tenant_id = $1 AND closed_at IS NULL AND look_at <= $2
 ORDER BY look_at, id
 LIMIT $3

-- name: ask_look
-- When the job looks at it again.
UPDATE ask
   SET look_at = $3
 WHERE tenant_id = $1 AND id = $2

-- name: ask_unit_over
-- The matter goes to a unit by a new link, or elsewhere: older ones are over.
UPDATE ask
   SET state = 'revoked', closed_at = $3
 WHERE tenant_id = $1 AND matter_id = $2 AND whom = 'unit'
   AND closed_at IS NULL

-- name: ask_views
-- Whose views and parts are waited for, of one unit, the most pressing first.
SELECT k.id
  FROM ask k
  JOIN matter m ON m.tenant_id = k.tenant_id AND m.id = k.matter_id
 WHERE k.tenant_id = $1 AND k.unit_id = $2 AND k.whom <> 'unit'
   AND k.closed_at IS NULL AND m.is_open = 1
 ORDER BY k.expires_at, k.id
 LIMIT $3
