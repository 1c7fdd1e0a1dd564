-- group.sql: matters about the same thing. $1 is always the tenant.

-- name: group_of
-- The group of a matter.
SELECT group_id
  FROM matter_group
 WHERE tenant_id = $1 AND matter_id = $2

-- name: group_put
-- A matter joins.
INSERT INTO matter_group (tenant_id, matter_id, group_id)
VALUES ($1, $2, $3)

-- name: group_take
-- A matter leaves.
DELETE FROM matter_group
 WHERE tenant_id = $1 AND matter_id = $2

-- name: group_take_all
-- The end of a group.
DELETE FROM matter_group
 WHERE tenant_id = $1 AND group_id = $2

-- name: group_few
-- Is more than one left?
SELECT matter_id
  FROM matter_group
 WHERE tenant_id = $1 AND group_id = $2
 ORDER BY matter_id
 LIMIT 2

-- part: member
-- A matter as it stands in a list of its likes; the group comes after.
SELECT m.id, m.number_year, m.number, m.lang, COALESCE(m.unit_id, 0),
       COALESCE(m.handler_id, 0), m.handling, m.title, m.text, m.is_open,
       m.received_at, m.version, m.place, m.lat, m.lon, COALESCE(m.topic_id, 0),

-- part: in_group
-- The matters of group $2 that are no secret.
  FROM matter_group g
  JOIN matter m ON m.tenant_id = g.tenant_id AND m.id = g.matter_id
  LEFT JOIN topic t ON t.tenant_id = m.tenant_id AND t.id = m.topic_id
 WHERE g.tenant_id = $1 AND g.group_id = $2 AND m.confidential = 0
   AND COALESCE(t.confidential, 0) = 0

-- name: group_members
-- The oldest first; nothing of what has become confidential.
-- use: member
       g.group_id
-- use: in_group
 ORDER BY g.matter_id
 LIMIT $3

-- name: group_counts
-- How many there are, how many of them are open, by language; the sum of their
-- versions tells whether anything has happened.
SELECT m.lang, COUNT(*), CAST(SUM(m.is_open) AS BIGINT),
       CAST(SUM(m.version * m.is_open) AS BIGINT)
-- use: in_group
 GROUP BY m.lang

-- name: group_answer_put
-- What is said to all.
INSERT INTO group_answer (tenant_id, id, group_id, staff_id, interim, outcome,
                          reason, text_fi, text_sv, text_en, leaves_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- part: group_answer
-- What was said to all.
SELECT id, group_id, staff_id, interim, outcome, reason, text_fi, text_sv,
       text_en, leaves_at
  FROM group_answer

-- name: group_answer_get
-- One of them.
-- use: group_answer
 WHERE tenant_id = $1 AND id = $2

-- name: group_answer_last
-- The last thing said to all.
-- use: group_answer
 WHERE tenant_id = $1 AND group_id = $2
 ORDER BY id DESC
 LIMIT 1

-- name: group_answer_left
-- Who is open and has not got it yet.
SELECT g.matter_id
  FROM matter_group g
  JOIN matter m ON m.tenant_id = g.tenant_id AND m.id = g.matter_id
 WHERE g.tenant_id = $1 AND g.group_id = $2 AND m.is_open = 1
   AND NOT EXISTS (SELECT 1 FROM group_answered x
                    WHERE x.tenant_id = $1 AND x.answer_id = $3
                      AND x.matter_id = g.matter_id)
 ORDER BY g.matter_id
 LIMIT $4

-- name: group_answer_leaves
-- From now on nobody takes it back.
UPDATE group_answer
   SET leaves_at = 0
 WHERE tenant_id = $1 AND id = $2 AND leaves_at <> 0

-- name: group_outgoing_hurry
-- One of them has left: the others do.
UPDATE outgoing
   SET leaves_at = $3
 WHERE tenant_id = $1 AND answer_id = $2 AND leaves_at > $3
   AND matter_id IN (SELECT matter_id FROM group_answered
                      WHERE tenant_id = $1 AND answer_id = $2)

-- name: group_answer_unsay
-- It was taken back.
DELETE FROM group_answer
 WHERE tenant_id = $1 AND id = $2

-- name: group_answered_unsay
-- From everybody.
DELETE FROM group_answered
 WHERE tenant_id = $1 AND answer_id = $2

-- name: group_answered_put
-- It is said to one; how it reaches them is known when it leaves.
INSERT INTO group_answered (tenant_id, answer_id, matter_id, how)
VALUES ($1, $2, $3, 'none')

-- name: group_answered_how
-- It has left.
UPDATE group_answered
   SET how = $4
 WHERE tenant_id = $1 AND answer_id = $2 AND matter_id = $3

-- name: group_answered_sender
-- Has the sender with this address got it by the mail about another matter?
SELECT p.matter_id
  FROM party p
  JOIN group_answered x ON x.tenant_id = p.tenant_id
       AND x.answer_id = $3 AND x.matter_id = p.matter_id
 WHERE p.tenant_id = $1 AND p.mail_key = $2 AND p.mail_key <> ''
   AND x.how = 'mail'
 LIMIT 1

-- name: group_answered_list
-- How it reached whom.
SELECT matter_id, how
  FROM group_answered
 WHERE tenant_id = $1 AND answer_id = $2
 ORDER BY matter_id
 LIMIT $3

-- name: group_alike
-- What arrived in a span of time about the same topic: of the newest $6 there
-- at most $7. Looked for by the time alone, so that a message that arrives is
-- in no further index.
-- use: member
       COALESCE(g.group_id, 0)
  FROM (SELECT id
          FROM matter
         WHERE tenant_id = $1 AND id > $2 AND id < $3
         ORDER BY id DESC
         LIMIT $6) x
  JOIN matter m ON m.tenant_id = $1 AND m.id = x.id
  LEFT JOIN matter_group g ON g.tenant_id = $1 AND g.matter_id = m.id
 WHERE m.topic_id = $4 AND m.id <> $5 AND m.confidential = 0
   AND m.outcome <> 'spam' AND m.outcome <> 'withdrawn'
 ORDER BY m.id DESC
 LIMIT $7

-- name: group_recent
-- The newest matters that are in a group, of those after $2. The number stands
-- here: by one it does not know PostgreSQL would read all matters.
-- use: member
       g.group_id
  FROM (SELECT matter_id, group_id
          FROM matter_group
         WHERE tenant_id = $1 AND matter_id > $2
         ORDER BY matter_id DESC
         LIMIT 60) g
  JOIN matter m ON m.tenant_id = $1 AND m.id = g.matter_id
  LEFT JOIN topic t ON t.tenant_id = m.tenant_id AND t.id = m.topic_id
 WHERE m.confidential + COALESCE(t.confidential, 0) = 0
 ORDER BY g.matter_id DESC
