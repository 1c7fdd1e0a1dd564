-- stats.sql: what a matter means for the figures, the counted months, and how
-- far the counting has come.

-- ---- how far it has come ----

-- name: stat_mark
-- Where the job stands; no row: from the beginning.
SELECT event_id, matter_id, built, looked_at
  FROM stat_mark
 WHERE tenant_id = $1

-- name: stat_mark_first
-- The beginning: events up to $2 are covered by reading all matters.
INSERT INTO stat_mark (tenant_id, event_id, matter_id, built, looked_at)
VALUES ($1, $2, 0, 0, $3)
    ON CONFLICT (tenant_id) DO NOTHING

-- name: stat_mark_move
-- Onwards; nothing moves when somebody else was faster.
UPDATE stat_mark
   SET event_id = $4, matter_id = $5, built = $6, looked_at = $7
 WHERE tenant_id = $1 AND event_id = $2 AND matter_id = $3

-- name: stat_mark_forget
-- Everything is read again; the rows of matters that are no more stay.
DELETE FROM stat_mark
 WHERE tenant_id = $1

-- ---- matters ----

-- part: matter
-- What counts of a matter.
SELECT id, COALESCE(unit_id, 0),
       CASE WHEN confidential = 1 THEN -2 ELSE COALESCE(topic_id, 0) END,
       received_at,
       COALESCE(reacted_at, 0), COALESCE(answered_at, 0),
       COALESCE(closed_at, 0), wants_reply, is_open, outcome, verdict,
       CASE WHEN verdict = 'unsatisfied' OR verdict = 'reopen_requested'
            THEN COALESCE((SELECT v.reason
                             FROM verdict v
                            WHERE v.tenant_id = $1 AND v.matter_id = matter.id
                              AND v.satisfied = 0
                            ORDER BY v.id DESC
                            LIMIT 1), '')
            ELSE '' END
  FROM matter

-- name: stat_matter_read
-- What counts of one matter.
-- use: matter
 WHERE tenant_id = $1 AND id = $2

-- name: stat_matters_after
-- The same of all matters, some at a time.
-- use: matter
 WHERE tenant_id = $1 AND id > $2
 ORDER BY id
 LIMIT $3

-- name: stat_steps
-- The steps of a matter that may have opened it again.
SELECT kind, payload
  FROM event
 WHERE tenant_id = $1 AND matter_id = $2
   AND kind IN ('reopened', 'unsatisfied', 'added')

-- name: stat_fact_put
-- What a matter means now.
INSERT INTO stat_matter (tenant_id, matter_id, month, unit_id, topic_id,
                         received_at, reaction_s, answer_s, status, unreacted,
                         late_at, pending_at, verdict, reopened, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    ON CONFLICT (tenant_id, matter_id) DO UPDATE
   SET month = EXCLUDED.month, unit_id = EXCLUDED.unit_id,
       topic_id = EXCLUDED.topic_id, received_at = EXCLUDED.received_at,
       reaction_s = EXCLUDED.reaction_s, answer_s = EXCLUDED.answer_s,
       status = EXCLUDED.status, unreacted = EXCLUDED.unreacted,
       late_at = EXCLUDED.late_at, pending_at = EXCLUDED.pending_at,
       verdict = EXCLUDED.verdict, reopened = EXCLUDED.reopened,
       reason = EXCLUDED.reason

-- name: stat_fact_drop
-- It is outside the figures.
DELETE FROM stat_matter
 WHERE tenant_id = $1 AND matter_id = $2

-- name: stat_facts
-- The matters of a month, some at a time.
SELECT matter_id, unit_id, topic_id, received_at, reaction_s, answer_s, status,
       unreacted, late_at, pending_at, verdict, reopened, reason
  FROM stat_matter
 WHERE tenant_id = $1 AND month = $2 AND matter_id > $3
 ORDER BY matter_id
 LIMIT $4

-- ---- months ----

-- name: stat_month_dirty
-- Something of this month has changed.
INSERT INTO stat_month (tenant_id, month, dirty)
VALUES ($1, $2, 1)
    ON CONFLICT (tenant_id, month) DO UPDATE SET dirty = 1

-- name: stat_months_dirty_all
-- The tree of units or topics has changed.
UPDATE stat_month
   SET dirty = 1
 WHERE tenant_id = $1

-- name: stat_months_late
-- Months in which a promise passed between two instants.
SELECT DISTINCT month
  FROM stat_matter
 WHERE tenant_id = $1 AND pending_at > 0 AND pending_at >= $2
   AND pending_at < $3

-- name: stat_month_next
-- A month to be counted again, the latest first.
SELECT month
  FROM stat_month
 WHERE tenant_id = $1 AND dirty = 1
 ORDER BY month DESC
 LIMIT 1

-- name: stat_month_clean
-- It has been counted.
UPDATE stat_month
   SET dirty = 0
 WHERE tenant_id = $1 AND month = $2

-- name: stat_month_first
-- Where the figures begin.
SELECT month
  FROM stat_month
 WHERE tenant_id = $1
 ORDER BY month
 LIMIT 1

-- ---- cells ----

-- part: cell
-- A cell, in the order in which stats_store.c reads it.
SELECT month, unit_id, topic_id, arrived, answered, no_answer, waiting,
       oldest_at, late, late_now, unreacted, reopened, satisfied, unsatisfied,
       reaction_s, answer_s, reactions, answers, reasons
  FROM stat_cell

-- name: stat_cells_of_month
-- What was counted before.
-- use: cell
 WHERE tenant_id = $1 AND month = $2

-- name: stat_cells
-- One unit and topic from month to month.
-- use: cell
 WHERE tenant_id = $1 AND unit_id = $2 AND topic_id = $3
   AND month BETWEEN $4 AND $5
 ORDER BY month

-- name: stat_cells_by_unit
-- All units within one topic.
-- use: cell
 WHERE tenant_id = $1 AND topic_id = $2 AND unit_id <> 0
   AND month BETWEEN $3 AND $4
 ORDER BY unit_id, month

-- name: stat_cells_by_topic
-- All topics within one unit.
-- use: cell
 WHERE tenant_id = $1 AND unit_id = $2 AND topic_id > -2 AND topic_id <> 0
   AND month BETWEEN $3 AND $4
 ORDER BY topic_id, month

-- name: stat_cells_between
-- All that may be shown, for a table to work with.
-- use: cell
 WHERE tenant_id = $1 AND month BETWEEN $2 AND $3
 ORDER BY month, unit_id, topic_id

-- name: stat_cell_put
-- What was counted now.
INSERT INTO stat_cell (tenant_id, month, unit_id, topic_id, arrived, answered,
                       no_answer, waiting, oldest_at, late, late_now, unreacted,
                       reopened, satisfied, unsatisfied, reaction_s, answer_s,
                       reactions, answers, reasons)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17, $18, $19, $20)
    ON CONFLICT (tenant_id, month, unit_id, topic_id) DO UPDATE
   SET arrived = EXCLUDED.arrived, answered = EXCLUDED.answered,
       no_answer = EXCLUDED.no_answer, waiting = EXCLUDED.waiting,
       oldest_at = EXCLUDED.oldest_at, late = EXCLUDED.late,
       late_now = EXCLUDED.late_now, unreacted = EXCLUDED.unreacted,
       reopened = EXCLUDED.reopened, satisfied = EXCLUDED.satisfied,
       unsatisfied = EXCLUDED.unsatisfied, reaction_s = EXCLUDED.reaction_s,
       answer_s = EXCLUDED.answer_s, reactions = EXCLUDED.reactions,
       answers = EXCLUDED.answers, reasons = EXCLUDED.reasons

-- name: stat_cell_drop
-- Nothing is left in it.
DELETE FROM stat_cell
 WHERE tenant_id = $1 AND month = $2 AND unit_id = $3 AND topic_id = $4
