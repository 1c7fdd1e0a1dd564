-- demo.sql: what only the demo municipality needs. $1 is the tenant.

-- name: demo_mails_sent
-- Nothing of the invented year may ever be sent to anyone; $2 turns an id into
-- the instant it was made.
UPDATE mail SET delivery = 'sent', sent_at = id + CAST($2 AS BIGINT)
 WHERE tenant_id = $1 AND delivery = 'queued'

-- name: demo_jobs_forget
-- The same for the jobs that would have sent them.
-- plan: scan ok, once, when the demo is made
DELETE FROM job WHERE tenant_id = $1

-- name: demo_same_of_topic
-- The newest matters of a topic, open ones first.
-- plan: scan ok, once, when the demo is made
SELECT id, is_open
  FROM matter
 WHERE tenant_id = $1 AND topic_id = $2 AND confidential = 0
   AND outcome <> 'spam' AND outcome <> 'withdrawn'
 ORDER BY is_open DESC, id DESC
 LIMIT $3
