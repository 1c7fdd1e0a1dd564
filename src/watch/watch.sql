-- watch.sql: who wants to hear of what. $1 is always the tenant.

-- name: watch_put
-- Somebody asks.
INSERT INTO watch (tenant_id, id, mail, mail_key, lang, matter_id, topic_id,
                   daily, asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- part: watch
-- A watch, in the order in which watch_store.c reads it.
SELECT id, mail, lang, matter_id, topic_id, daily, confirmed_at, asked_at
  FROM watch

-- name: watch_get
-- One of them.
-- use: watch
 WHERE tenant_id = $1 AND id = $2

-- name: watch_find
-- The same asked for before.
-- use: watch
 WHERE tenant_id = $1 AND mail_key = $2 AND matter_id = $3 AND topic_id = $4

-- name: watch_of_mail
-- All of one address, to count them.
SELECT id, asked_at
  FROM watch
 WHERE tenant_id = $1 AND mail_key = $2
 LIMIT $3

-- name: watch_ask_again
-- The question goes out once more.
UPDATE watch
   SET asked_at = $3, lang = $4, daily = $5
 WHERE tenant_id = $1 AND id = $2

-- name: watch_confirm
-- From its own mailbox.
UPDATE watch
   SET confirmed_at = CASE WHEN confirmed_at = 0 THEN CAST($3 AS BIGINT)
                           ELSE confirmed_at END
 WHERE tenant_id = $1 AND id = $2

-- name: watch_set_daily
-- At once, or once a day.
UPDATE watch
   SET daily = $3
 WHERE tenant_id = $1 AND id = $2

-- name: watch_delete
-- Stopped.
DELETE FROM watch
 WHERE tenant_id = $1 AND id = $2

-- name: watch_note_clear
-- Told, or stopped.
DELETE FROM watch_note
 WHERE tenant_id = $1 AND watch_id = $2

-- name: watch_forget
-- Asked for and never confirmed.
DELETE FROM watch
 WHERE tenant_id = $1 AND confirmed_at = 0 AND asked_at < $2

-- name: watch_stale
-- Is there one to forget?
SELECT id
  FROM watch
 WHERE tenant_id = $1 AND confirmed_at = 0 AND asked_at < $2
 LIMIT 1

-- name: watch_here
-- Is there any at all?
SELECT id
  FROM watch
 WHERE tenant_id = $1
 LIMIT 1

-- name: watch_any
-- Does anybody listen?
SELECT id
  FROM watch
 WHERE tenant_id = $1 AND confirmed_at > 0
 LIMIT 1

-- name: watch_mark
-- The event up to which everything is told.
SELECT event_id
  FROM watch_mark
 WHERE tenant_id = $1

-- name: watch_mark_put
-- It moves on.
INSERT INTO watch_mark (tenant_id, event_id)
VALUES ($1, $2)
    ON CONFLICT (tenant_id) DO UPDATE SET event_id = EXCLUDED.event_id

-- name: watch_note_matter
-- Who listens to a matter is to be told of it.
INSERT INTO watch_note (tenant_id, watch_id, matter_id)
SELECT w.tenant_id, w.id, w.matter_id
  FROM watch w
 WHERE w.tenant_id = $1 AND w.matter_id = $2 AND w.matter_id > 0
   AND w.confirmed_at > 0
ON CONFLICT DO NOTHING

-- name: watch_note_topic
-- Who listens to a topic is to be told of what became public.
INSERT INTO watch_note (tenant_id, watch_id, matter_id)
SELECT w.tenant_id, w.id, CAST($3 AS BIGINT)
  FROM watch w
 WHERE w.tenant_id = $1 AND w.topic_id = $2 AND w.topic_id > 0
   AND w.confirmed_at > 0
ON CONFLICT DO NOTHING

-- part: wake
-- When they are told: at $3 with the digest, else at $4, at the soonest $5
-- after the last mail.
UPDATE watch
   SET next_at = CASE WHEN daily = 1 THEN CAST($3 AS BIGINT)
                      WHEN sent_at + CAST($5 AS BIGINT) > CAST($4 AS BIGINT)
                      THEN sent_at + CAST($5 AS BIGINT)
                      ELSE CAST($4 AS BIGINT) END

-- name: watch_wake_matter
-- When they are told: at $3 with the digest, else at $4, at the soonest $5
-- after the last mail.
-- use: wake
 WHERE tenant_id = $1 AND matter_id = $2 AND matter_id > 0
   AND confirmed_at > 0 AND next_at = 0

-- name: watch_wake_topic
-- The same of a topic.
-- use: wake
 WHERE tenant_id = $1 AND topic_id = $2 AND topic_id > 0
   AND confirmed_at > 0 AND next_at = 0

-- name: watch_due
-- Who is to be told now.
-- use: watch
 WHERE tenant_id = $1 AND next_at > 0 AND next_at <= $2
 ORDER BY next_at, id
 LIMIT $3

-- name: watch_notes
-- What of.
SELECT matter_id
  FROM watch_note
 WHERE tenant_id = $1 AND watch_id = $2
 ORDER BY matter_id DESC
 LIMIT $3

-- name: watch_told
-- Told.
UPDATE watch
   SET next_at = 0, sent_at = $3
 WHERE tenant_id = $1 AND id = $2
