-- matter.sql: every query about matters, their senders, their queues and what
-- of them is public. $1 is always the tenant.

-- ---- one matter ----

-- name: matter_insert
-- A message enters the house; an imported one with the life it has had.
INSERT INTO matter (tenant_id, id, number_year, number, kind, type, topic_id,
                    unit_id, lang, channel, title, text, place, lat, lon,
                    nickname, wants_reply, may_publish, consent_at,
                    consent_wording, handling, received_at, handler_id,
                    outcome, outcome_note, reacted_at, answered_at, closed_at,
                    is_open, accept_due_at, route_rule_id, due_at, touched_at,
                    assigned_at, told_at, remind_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,
        $31, $32, $33, $34, $35, $36)

-- name: matter_by_id
-- The whole row of one matter.
SELECT id, number_year, number, version, kind, type, COALESCE(topic_id, 0),
       COALESCE(unit_id, 0), COALESCE(handler_id, 0), lang, channel, title,
       text, place, nickname, lat, lon, wants_reply, may_publish,
       COALESCE(consent_at, 0), consent_wording, handling, outcome,
       outcome_note, verdict, verdict_note, code_version, received_at,
       COALESCE(reacted_at, 0), COALESCE(answered_at, 0),
       COALESCE(closed_at, 0), is_open, COALESCE(accept_due_at, 0),
       COALESCE(accept_reminded_at, 0), COALESCE(handed_from, 0),
       confidential, COALESCE(route_rule_id, 0), due_at, touched_at,
       assigned_at, told_at, COALESCE(remind_at, 0), urgent_at
  FROM matter
 WHERE tenant_id = $1 AND id = $2

-- name: matter_id_by_number
-- The public number names a matter.
SELECT id
  FROM matter
 WHERE tenant_id = $1 AND number_year = $2 AND number = $3

-- name: matter_update
-- Every change of a matter goes through here. No row changes when somebody
-- else was faster: $3 is the version that was read.
UPDATE matter
   SET version = version + 1, topic_id = $4, unit_id = $5, handler_id = $6,
       may_publish = $7, consent_at = $8, consent_wording = $9, handling = $10,
       outcome = $11, outcome_note = $12, verdict = $13, verdict_note = $14,
       code_version = $15, reacted_at = $16, answered_at = $17,
       closed_at = $18, is_open = $19, accept_due_at = $20,
       accept_reminded_at = $21, handed_from = $22, confidential = $23,
       route_rule_id = $24, due_at = $25, touched_at = $26, assigned_at = $27,
       told_at = $28, remind_at = $29, urgent_at = $30
 WHERE tenant_id = $1 AND id = $2 AND version = $3

-- ---- who said it ----

-- name: party_insert
-- The sender, apart from the message.
INSERT INTO party (tenant_id, matter_id, name, mail, phone, phone_key, mail_key)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: party_word_insert
-- One word of the sender's name, for search.
INSERT INTO party_word (tenant_id, word, matter_id)
VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING

-- name: party_by_matter
-- The sender of a matter, if anything was given.
SELECT name, mail, phone
  FROM party
 WHERE tenant_id = $1 AND matter_id = $2

-- name: receipts_since
-- The matters since $3 whose receipt went to this address, at most $4.
SELECT p.matter_id
  FROM party p
 WHERE p.tenant_id = $1 AND p.mail_key = $2 AND p.mail_key <> ''
   AND p.matter_id >= $3
   AND EXISTS (SELECT 1 FROM mail x
                WHERE x.tenant_id = $1 AND x.matter_id = p.matter_id
                  AND x.purpose = 'receipt')
 LIMIT $4

-- ---- queues: ids within the rights of $2, after ($3, $4) and due by $6 ----
-- In the order of the nearest promise that runs: late ones come first, those
-- that nothing is promised of last. $7 to $10 narrow by topic, unit, type and
-- language when set.
-- A permission for a unit covers the units below it; 0 stands for all.

-- part: trusted
-- Units where what is confidential is no secret to $2: with that permission.
trusted (id) AS (
    SELECT unit_id
      FROM staff_permission
     WHERE tenant_id = $1 AND staff_id = $2 AND permission = 'confidential'
    UNION
    SELECT u.id
      FROM unit u JOIN trusted a ON u.parent_id = a.id
     WHERE u.tenant_id = $1
)

-- part: rights
-- `seen`, the units whose matters $2 may see, and `trusted`.
WITH RECURSIVE seen (id) AS (
    SELECT unit_id
      FROM staff_permission
     WHERE tenant_id = $1 AND staff_id = $2
       AND permission IN ('triage', 'handle')
    UNION
    SELECT u.id
      FROM unit u JOIN seen a ON u.parent_id = a.id
     WHERE u.tenant_id = $1
),
-- use: trusted

-- part: open_matters
-- An open matter and its topic.
SELECT m.id, m.due_at
  FROM matter m
  LEFT JOIN topic t ON t.tenant_id = m.tenant_id AND t.id = m.topic_id
 WHERE m.tenant_id = $1 AND m.is_open = 1

-- part: no_secret
-- What is confidential only for who is named for it.
   AND (m.confidential + COALESCE(t.confidential, 0) = 0
        OR 0 IN (SELECT id FROM trusted)
        OR m.unit_id IN (SELECT id FROM trusted))

-- part: in_sight
-- One's own, and those of the units one may see.
   AND (m.handler_id = $2 OR 0 IN (SELECT id FROM seen)
        OR m.unit_id IN (SELECT id FROM seen))

-- part: narrowed
-- By topic, unit, type and language when set; the nearest promise first.
   AND (CAST($7 AS BIGINT) = 0 OR m.topic_id = $7)
   AND (CAST($8 AS BIGINT) = 0 OR m.unit_id = $8)
   AND (CAST($9 AS TEXT) = '' OR m.type = $9)
   AND (CAST($10 AS TEXT) = '' OR m.lang = $10)
 ORDER BY m.due_at, m.id
 LIMIT $5

-- name: queue_triage
-- Open, with no unit and in nobody's hands.
WITH RECURSIVE
-- use: trusted
-- use: open_matters
   AND m.unit_id IS NULL AND m.handler_id IS NULL
   AND (m.due_at, m.id) > ($3, $4) AND m.due_at <= $6
-- use: no_secret
-- use: narrowed

-- name: queue_unit
-- Open matters of one unit.
WITH RECURSIVE
-- use: trusted
-- use: open_matters
   AND m.unit_id = $11
   AND (m.due_at, m.id) > ($3, $4) AND m.due_at <= $6
-- use: no_secret
-- use: narrowed

-- name: queue_mine
-- Open matters in the hands of $11: one's own, or of somebody who is away.
WITH RECURSIVE
-- use: trusted
-- use: open_matters
   AND m.handler_id = $11
   AND (m.due_at, m.id) > ($3, $4) AND m.due_at <= $6
-- use: no_secret
-- use: narrowed

-- name: queue_all
-- Every open matter the person may see, found by walking all open ones: for
-- those who see most of them.
-- use: rights
-- use: open_matters
   AND (m.due_at, m.id) > ($3, $4) AND m.due_at <= $6
-- use: in_sight
-- use: no_secret
-- use: narrowed

-- name: queue_calls
-- Whom somebody is to call, of those the person may see.
-- use: rights
-- use: open_matters
   AND m.kind = 'callback'
   AND (m.due_at, m.id) > ($3, $4) AND m.due_at <= $6
-- use: in_sight
-- use: no_secret
-- use: narrowed

-- name: queue_mails
-- Where a mail waits for a decision, of those the person may see; also what
-- somebody has closed meanwhile.
WITH RECURSIVE seen (id) AS (
    SELECT unit_id
      FROM staff_permission
     WHERE tenant_id = $1 AND staff_id = $2
       AND permission IN ('triage', 'handle')
    UNION
    SELECT u.id
      FROM unit u JOIN seen a ON u.parent_id = a.id
     WHERE u.tenant_id = $1
), trusted (id) AS (
    SELECT unit_id
      FROM staff_permission
     WHERE tenant_id = $1 AND staff_id = $2 AND permission = 'confidential'
    UNION
    SELECT u.id
      FROM unit u JOIN trusted a ON u.parent_id = a.id
     WHERE u.tenant_id = $1
)
SELECT m.id, m.due_at
  FROM matter m
  LEFT JOIN topic t ON t.tenant_id = m.tenant_id AND t.id = m.topic_id
 WHERE m.tenant_id = $1
   AND m.id IN (SELECT matter_id
                  FROM received
                 WHERE tenant_id = $1 AND fate = 'held')
   AND (m.due_at, m.id) > ($3, $4) AND m.due_at <= $6
   AND (m.handler_id = $2 OR 0 IN (SELECT id FROM seen)
        OR m.unit_id IN (SELECT id FROM seen))
   AND (m.confidential + COALESCE(t.confidential, 0) = 0
        OR 0 IN (SELECT id FROM trusted)
        OR m.unit_id IN (SELECT id FROM trusted))
   AND (CAST($7 AS BIGINT) = 0 OR m.topic_id = $7)
   AND (CAST($8 AS BIGINT) = 0 OR m.unit_id = $8)
   AND (CAST($9 AS TEXT) = '' OR m.type = $9)
   AND (CAST($10 AS TEXT) = '' OR m.lang = $10)
 ORDER BY m.due_at, m.id
 LIMIT $5

-- name: queue_of_handler
-- Open matters of a person, to give them to others: what is given away is none
-- of them any more, so the next ones are again the first.
SELECT id, due_at
  FROM matter
 WHERE tenant_id = $1 AND is_open = 1 AND handler_id = $2
   AND (due_at, id) > ($3, $4) AND due_at <= $6
 ORDER BY due_at, id
 LIMIT $5

-- name: queue_of_unit
-- Open matters of a unit that nobody has taken, to have them directed again.
SELECT id, due_at
  FROM matter
 WHERE tenant_id = $1 AND is_open = 1 AND unit_id = $2
   AND handler_id IS NULL AND (due_at, id) > ($3, $4) AND due_at <= $6
 ORDER BY due_at, id
 LIMIT $5

-- name: queue_rows
-- The rows of a page of a queue, of ids found before. $2 sees what is its own,
-- its units' or all, and that of those it stands in for at $53; what is
-- confidential only with the permission for the unit.
-- use: rights
SELECT m.id, m.number_year, m.number, m.version, m.kind, m.type,
       COALESCE(m.topic_id, 0), COALESCE(m.unit_id, 0),
       COALESCE(m.handler_id, 0), m.lang, m.channel, m.title, m.text, m.place,
       m.nickname, m.lat, m.lon, m.wants_reply, m.may_publish,
       COALESCE(m.consent_at, 0), m.consent_wording, m.handling, m.outcome,
       m.outcome_note, m.verdict, m.verdict_note, m.code_version,
       m.received_at, COALESCE(m.reacted_at, 0), COALESCE(m.answered_at, 0),
       COALESCE(m.closed_at, 0), m.is_open, COALESCE(m.accept_due_at, 0),
       COALESCE(m.accept_reminded_at, 0), COALESCE(m.handed_from, 0),
       m.confidential, COALESCE(m.route_rule_id, 0), m.due_at, m.touched_at,
       m.assigned_at, m.told_at, COALESCE(m.remind_at, 0), m.urgent_at,
       COALESCE(t.name_fi, ''), COALESCE(t.name_sv, ''),
       COALESCE(t.name_en, ''), COALESCE(u.name_fi, ''),
       COALESCE(u.name_sv, ''), COALESCE(u.name_en, ''),
       COALESCE(s.name, '')
  FROM matter m
  LEFT JOIN topic t ON t.tenant_id = m.tenant_id AND t.id = m.topic_id
  LEFT JOIN unit u ON u.tenant_id = m.tenant_id AND u.id = m.unit_id
  LEFT JOIN staff s ON s.tenant_id = m.tenant_id AND s.id = m.handler_id
 WHERE m.tenant_id = $1
   AND m.id IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
                $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
                $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52)
   AND (m.handler_id = $2 OR 0 IN (SELECT id FROM seen)
        OR m.unit_id IN (SELECT id FROM seen)
        OR m.handler_id IN (SELECT x.staff_id FROM absence x
                             WHERE x.tenant_id = $1 AND x.substitute_id = $2
                               AND x.starts_at <= $53 AND x.ends_at > $53))
-- use: no_secret

-- ---- staff search: ids of candidates, newest first; queue_rows decides ----

-- name: search_mail
-- By the sender's whole address.
SELECT matter_id
  FROM party
 WHERE tenant_id = $1 AND mail_key = $2 AND mail_key <> ''
 ORDER BY matter_id DESC
 LIMIT $3

-- name: search_phone
-- By the sender's whole phone number.
SELECT matter_id
  FROM party
 WHERE tenant_id = $1 AND phone_key = $2 AND phone_key <> ''
 ORDER BY matter_id DESC
 LIMIT $3

-- name: search_name
-- By one whole word of the sender's name.
SELECT matter_id
  FROM party_word
 WHERE tenant_id = $1 AND word = $2
 ORDER BY matter_id DESC
 LIMIT $3

-- name: search_two_names
-- By two whole words of the sender's name, in any order.
SELECT p.matter_id
  FROM party_word p
 WHERE p.tenant_id = $1 AND p.word = $2
   AND EXISTS (SELECT 1 FROM party_word o
                WHERE o.tenant_id = $1 AND o.word = $3
                  AND o.matter_id = p.matter_id)
 ORDER BY p.matter_id DESC
 LIMIT $4

-- name: search_name_start
-- By how a word of the sender's name begins: from $2 up to but without $3.
SELECT matter_id
  FROM party_word
 WHERE tenant_id = $1 AND word >= $2 AND word < $3
 ORDER BY word, matter_id DESC
 LIMIT $4

-- name: index_mark
-- The event up to which the search by words knows everything.
SELECT event_id
  FROM index_mark
 WHERE tenant_id = $1

-- name: index_mark_first
-- Where the walk begins.
INSERT INTO index_mark (tenant_id, event_id)
VALUES ($1, 0)
    ON CONFLICT (tenant_id) DO NOTHING

-- name: index_mark_move
-- From one event to another; nothing moves when somebody else was faster.
UPDATE index_mark SET event_id = $3
 WHERE tenant_id = $1 AND event_id = $2

-- name: index_texts
-- All words of a matter: what it says and what was said about it.
SELECT title, text, place, nickname, lang
  FROM matter
 WHERE tenant_id = $1 AND id = $2
UNION ALL
SELECT text, '', '', '', ''
  FROM entry
 WHERE tenant_id = $1 AND matter_id = $2

-- name: index_put
-- The words of a matter, $3, replace those it had.
INSERT OR REPLACE INTO matter_word (tenant_id, rowid, words)
VALUES ($1, $2, $3)
-- engine: postgres
INSERT INTO matter_word (tenant_id, matter_id, words)
SELECT $1, $2,
       array_to_tsvector(ARRAY(
           SELECT CAST($1 AS BIGINT) || 't' || w
             FROM unnest(string_to_array(CAST($3 AS TEXT), ' ')) AS w))
    ON CONFLICT (tenant_id, matter_id) DO UPDATE SET words = EXCLUDED.words

-- name: index_delete
-- A matter that is no more.
DELETE FROM matter_word
 WHERE tenant_id = $1 AND rowid = $2
-- engine: postgres
DELETE FROM matter_word
 WHERE tenant_id = $1 AND matter_id = $2

-- name: index_find
-- Matters that answer $2 ("(~katul*|~katulamppu)&(~rikki)", "~" before each
-- word), the newest first. PostgreSQL collects them first: asked for the newest
-- straight away it may walk all matters by id until enough have the words. Its
-- index condition holds the municipality inside of the words (migration 0002).
-- plan: scan ok
SELECT rowid
  FROM matter_word
 WHERE matter_word MATCH replace(replace(replace($2, '~', ''),
                                         '&', ' AND '), '|', ' OR ')
   AND rowid < $3 AND tenant_id = $1
 ORDER BY rowid DESC
 LIMIT $4
-- engine: postgres
WITH found AS MATERIALIZED (
    SELECT matter_id
      FROM matter_word
     WHERE tenant_id = $1 AND matter_id < $3
       AND words @@ CAST(replace(replace(CAST($2 AS TEXT), '*', ':*'), '~',
                                 CAST($1 AS BIGINT) || 't') AS TSQUERY)
)
SELECT matter_id
  FROM found
 ORDER BY matter_id DESC
 LIMIT $4
