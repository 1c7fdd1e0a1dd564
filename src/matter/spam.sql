-- spam.sql: what was closed as spam, and may not have been.

-- name: spam_list
-- The newest before $2.
SELECT id
  FROM matter
 WHERE tenant_id = $1 AND outcome = 'spam' AND id < $2
 ORDER BY id DESC
 LIMIT $3
