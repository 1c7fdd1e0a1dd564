-- outgoing.sql: answers that have not left yet. $1 is always the tenant.

-- name: outgoing_hold
-- The matter as it is before the act is written: so it was.
INSERT INTO outgoing (tenant_id, matter_id, entry_id, staff_id, kind,
                      leaves_at, acted_at, handling, outcome, outcome_note,
                      verdict, verdict_note, handler_id, reacted_at,
                      answered_at, closed_at, is_open, accept_due_at,
                      accept_reminded_at, due_at, touched_at, assigned_at,
                      told_at, answer_id)
SELECT tenant_id, id, $3, $4, $5, $6, $7, handling, outcome, outcome_note,
       verdict, verdict_note, handler_id, reacted_at, answered_at, closed_at,
       is_open, accept_due_at, accept_reminded_at, due_at, touched_at,
       assigned_at, told_at, CAST($8 AS BIGINT)
  FROM matter
 WHERE tenant_id = $1 AND id = $2

-- name: outgoing_hold_dues
-- And its promises.
INSERT INTO outgoing_due (tenant_id, matter_id, due_id, due_at, met_at, clock)
SELECT tenant_id, matter_id, id, due_at, met_at, clock
  FROM due
 WHERE tenant_id = $1 AND matter_id = $2

-- name: outgoing_get
-- What of a matter has not left yet, and how the matter was.
SELECT matter_id, entry_id, staff_id, kind, leaves_at, acted_at, handling,
       outcome, outcome_note, verdict, verdict_note, COALESCE(handler_id, 0),
       COALESCE(reacted_at, 0), COALESCE(answered_at, 0),
       COALESCE(closed_at, 0), is_open, COALESCE(accept_due_at, 0),
       COALESCE(accept_reminded_at, 0), due_at, touched_at, assigned_at,
       told_at, answer_id,
       CASE WHEN EXISTS (SELECT 1
                           FROM passing p
                          WHERE p.tenant_id = $1
                            AND p.matter_id = outgoing.matter_id
                            AND p.leaves = 1) THEN 1 ELSE 0 END
  FROM outgoing
 WHERE tenant_id = $1 AND matter_id = $2

-- name: outgoing_dues
-- Its promises as they were.
SELECT due_id, due_at, COALESCE(met_at, 0), clock
  FROM outgoing_due
 WHERE tenant_id = $1 AND matter_id = $2

-- name: outgoing_next
-- Whose moment has come by $2, the first ones first.
SELECT matter_id
  FROM outgoing
 WHERE tenant_id = $1 AND leaves_at <= $2
 ORDER BY leaves_at, matter_id
 LIMIT $3

-- name: outgoing_delete
-- It left, or was taken back.
DELETE FROM outgoing
 WHERE tenant_id = $1 AND matter_id = $2

-- name: outgoing_delete_dues
-- With its promises.
DELETE FROM outgoing_due
 WHERE tenant_id = $1 AND matter_id = $2

-- ---- taking it back: the words become a draft again ----

-- name: outgoing_unsay
-- Nobody but staff has read it.
DELETE FROM entry
 WHERE tenant_id = $1 AND id = $2

-- name: outgoing_detach
-- Its files wait for the draft to be sent, or are swept.
DELETE FROM attachment
 WHERE tenant_id = $1 AND matter_id = $2 AND entry_id = $3

-- name: outgoing_restore_due
-- A promise as it was.
UPDATE due
   SET due_at = $3, met_at = $4, clock = $5
 WHERE tenant_id = $1 AND id = $2

-- name: outgoing_drop_dues
-- What was promised by what is taken back.
DELETE FROM due
 WHERE tenant_id = $1 AND matter_id = $2
   AND id NOT IN (SELECT due_id FROM outgoing_due
                   WHERE tenant_id = $1 AND matter_id = $2)

-- name: outgoing_resume_stand
-- The wait for the sender that ended then goes on.
UPDATE stand
   SET until_at = NULL
 WHERE tenant_id = $1 AND matter_id = $2 AND until_at = $3
