-- due.sql: promises with a date, and what they are computed from.

-- name: due_insert
-- A promise begins to run.
INSERT INTO due (tenant_id, id, matter_id, what, due_at, start_at, amount,
                 measure, clock, original_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $5)

-- name: due_meet
-- It was kept, in time or late.
UPDATE due
   SET met_at = $4
 WHERE tenant_id = $1 AND matter_id = $2 AND what = $3 AND met_at IS NULL

-- name: due_move
-- Its clock stops, or runs again to another date.
UPDATE due
   SET due_at = $3, clock = $4
 WHERE tenant_id = $1 AND id = $2

-- name: due_tighten
-- An earlier date applies from now on, and it never stands still.
UPDATE due
   SET due_at = $4, start_at = $5, amount = $6, measure = $7, clock = 'runs'
 WHERE tenant_id = $1 AND matter_id = $2 AND what = $3 AND met_at IS NULL
   AND (due_at > $4 OR clock <> 'runs')

-- name: due_list
-- The promises of a matter, nearest first.
SELECT id, matter_id, what, due_at, COALESCE(met_at, 0), start_at, amount,
       measure, original_at, clock
  FROM due
 WHERE tenant_id = $1 AND matter_id = $2
 ORDER BY due_at, id

-- name: stand_begin
-- We wait for the sender: the clock stands still from now on.
INSERT INTO stand (tenant_id, matter_id, from_at)
VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING

-- name: stand_end
-- It runs again.
UPDATE stand
   SET until_at = $3
 WHERE tenant_id = $1 AND matter_id = $2 AND until_at IS NULL

-- name: stand_list
-- When it stood still, oldest first.
SELECT from_at, COALESCE(until_at, 0)
  FROM stand
 WHERE tenant_id = $1 AND matter_id = $2
 ORDER BY from_at

-- ---- what is promised, and on which days ----

-- name: promise_list
-- Every promise of the municipality: a few dozen rows.
SELECT topic_id, type, what, amount, measure
  FROM promise
 WHERE tenant_id = $1

-- name: promise_put
-- The promise of a topic ($2; 0 = the whole municipality) for one type of
-- feedback ($3; empty = all).
INSERT INTO promise (tenant_id, topic_id, type, what, amount, measure)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, topic_id, type, what) DO UPDATE
   SET amount = excluded.amount, measure = excluded.measure

-- name: promise_clear
-- Inherited again.
DELETE FROM promise
 WHERE tenant_id = $1 AND topic_id = $2

-- name: closed_list
-- The municipality's own closed days, in order.
SELECT day, name
  FROM closed_day
 WHERE tenant_id = $1
 ORDER BY day

-- name: closed_put
-- One more, or another name for it.
INSERT INTO closed_day (tenant_id, day, name)
VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, day) DO UPDATE SET name = excluded.name

-- name: closed_remove
-- Open again.
DELETE FROM closed_day
 WHERE tenant_id = $1 AND day = $2

-- name: opening_list
-- The opening hours a municipality has set.
SELECT weekday, opens, closes
  FROM opening_hours
 WHERE tenant_id = $1

-- name: opening_put
-- The hours of one weekday, in minutes from midnight; equal = closed.
INSERT INTO opening_hours (tenant_id, weekday, opens, closes)
VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, weekday) DO UPDATE
   SET opens = excluded.opens, closes = excluded.closes
