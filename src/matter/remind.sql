-- remind.sql: who is reminded of which matter, and what of it was told.

-- name: remind_due
-- Matters whose instant has come, the longest waiting first.
SELECT id
  FROM matter
 WHERE tenant_id = $1 AND remind_at IS NOT NULL AND remind_at <= $2
 ORDER BY remind_at, id
 LIMIT $3

-- name: remind_settle
-- Told, and when to look again. No version moves: what a person has typed
-- meanwhile stays good.
UPDATE matter
   SET due_at = $3, told_at = $4, remind_at = $5
 WHERE tenant_id = $1 AND id = $2

-- name: reminder_insert
-- Somebody is to be told; $7 is the mail that did it already.
INSERT INTO reminder (tenant_id, id, matter_id, kind, due_at, staff_id,
                      unit_id, mail_id, done_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: reminder_since
-- What people were told of one matter since row $4.
SELECT id
  FROM reminder
 WHERE tenant_id = $1 AND matter_id = $2 AND kind = $3 AND id > $4
 LIMIT 20

-- name: reminder_readers
-- Who has something to hear and has had no digest on day $2 yet.
SELECT DISTINCT r.staff_id, r.unit_id
  FROM reminder r
 WHERE r.tenant_id = $1 AND r.done_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM digest d
                    WHERE d.tenant_id = $1 AND d.staff_id = r.staff_id
                      AND d.unit_id = r.unit_id AND d.day >= $2)
 ORDER BY r.staff_id, r.unit_id
 LIMIT $3

-- name: reminder_waiting
-- What one reader has to hear, with the matter as it stands now: what was asked
-- for and what is most late first, in case it is too much for one mail.
SELECT r.kind, r.due_at, m.number_year, m.number,
       COALESCE(m.topic_id, 0), m.confidential
  FROM reminder r
  JOIN matter m ON m.tenant_id = r.tenant_id AND m.id = r.matter_id
 WHERE r.tenant_id = $1 AND r.staff_id = $2 AND r.unit_id = $3
   AND r.done_at IS NULL AND (m.is_open = 1 OR r.kind = 'asked')
 ORDER BY CASE r.kind WHEN 'asked' THEN 0 WHEN 'late' THEN 1 WHEN 'soon' THEN 2
                      ELSE 3 END, r.due_at, r.id
 LIMIT $4

-- name: reminder_waiting_all
-- How many matters that is in all, and its last row, of closed ones too.
SELECT COUNT(DISTINCT CASE WHEN m.is_open = 1 OR r.kind = 'asked'
                           THEN r.matter_id END), COALESCE(MAX(r.id), 0)
  FROM reminder r
  JOIN matter m ON m.tenant_id = r.tenant_id AND m.id = r.matter_id
 WHERE r.tenant_id = $1 AND r.staff_id = $2 AND r.unit_id = $3
   AND r.done_at IS NULL

-- name: reminder_done
-- Told by mail $4 (NULL: there was nothing to tell any more), up to row $5.
UPDATE reminder
   SET done_at = $6, mail_id = $4
 WHERE tenant_id = $1 AND staff_id = $2 AND unit_id = $3 AND id <= $5
   AND done_at IS NULL

-- name: digest_put
-- The reader has had one on day $4.
INSERT INTO digest (tenant_id, staff_id, unit_id, day)
VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, staff_id, unit_id) DO UPDATE SET day = excluded.day

-- name: remind_me_put
-- A person wants to hear of a matter on a day.
INSERT INTO remind_me (tenant_id, matter_id, staff_id, remind_at, note)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, matter_id, staff_id) DO UPDATE
   SET remind_at = excluded.remind_at, note = excluded.note

-- name: remind_me_get
-- When a person wants to hear of a matter.
SELECT remind_at, note
  FROM remind_me
 WHERE tenant_id = $1 AND matter_id = $2 AND staff_id = $3

-- name: remind_me_remove
-- Told, or not wanted any more.
DELETE FROM remind_me
 WHERE tenant_id = $1 AND matter_id = $2 AND staff_id = $3

-- name: remind_me_due
-- The days that have come.
SELECT matter_id, staff_id
  FROM remind_me
 WHERE tenant_id = $1 AND remind_at <= $2
 ORDER BY remind_at, matter_id
 LIMIT $3
