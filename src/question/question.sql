-- question.sql: what is asked beside a message, by topic and version. $1 is
-- always the tenant.

-- part: set
-- A version without its questions, in the order in which question_store.c
-- reads it.
SELECT id, topic_id, version, edit, answered, saved_at
  FROM question_set

-- name: question_set_newest
-- The version that is asked now.
-- use: set
 WHERE tenant_id = $1 AND topic_id = $2
 ORDER BY version DESC
 LIMIT 1

-- name: question_set_get
-- One version: of an answer, of the history.
-- use: set
 WHERE tenant_id = $1 AND id = $2

-- name: question_set_versions
-- The history of a topic's questions.
-- use: set
 WHERE tenant_id = $1 AND topic_id = $2
 ORDER BY version DESC

-- name: question_list
-- The questions of a version, in their order.
SELECT place, code, kind, required, label_fi, label_sv, label_en,
       help_fi, help_sv, help_en, shown_by, shown_value
  FROM question
 WHERE tenant_id = $1 AND set_id = $2
 ORDER BY place

-- name: question_choices
-- The choices of all questions of a version, in their order.
SELECT place, code, name_fi, name_sv, name_en, stop,
       advice_fi, advice_sv, advice_en
  FROM question_choice
 WHERE tenant_id = $1 AND set_id = $2
 ORDER BY place, choice_place

-- name: question_set_insert
-- A new version; no row when somebody else made it first.
INSERT INTO question_set (tenant_id, id, topic_id, version, saved_at, staff_id)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING

-- name: question_set_edit
-- Optimistic lock: no row changes when somebody else saved first, or somebody
-- has answered.
UPDATE question_set
   SET edit = edit + 1, saved_at = $4, staff_id = $5
 WHERE tenant_id = $1 AND id = $2 AND edit = $3 AND answered = 0

-- name: question_set_freeze
-- The first answer: from now on its rows stay as they are.
UPDATE question_set
   SET answered = 1
 WHERE tenant_id = $1 AND id = $2 AND answered = 0

-- name: question_clear
-- Before it is written anew; never what was answered.
DELETE FROM question
 WHERE tenant_id = $1 AND set_id = $2
   AND set_id IN (SELECT s.id FROM question_set s
                   WHERE s.tenant_id = $1 AND s.id = $2 AND s.answered = 0)

-- name: question_choice_clear
-- The same for the choices.
DELETE FROM question_choice
 WHERE tenant_id = $1 AND set_id = $2
   AND set_id IN (SELECT s.id FROM question_set s
                   WHERE s.tenant_id = $1 AND s.id = $2 AND s.answered = 0)

-- name: question_insert
-- One question of a version.
INSERT INTO question (tenant_id, set_id, place, code, kind, required,
                      label_fi, label_sv, label_en, help_fi, help_sv, help_en,
                      shown_by, shown_value)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- name: question_choice_insert
-- One choice of a question.
INSERT INTO question_choice (tenant_id, set_id, place, choice_place, code,
                             name_fi, name_sv, name_en, stop,
                             advice_fi, advice_sv, advice_en)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: question_answer_insert
-- What was answered to one question.
INSERT INTO question_answer (tenant_id, matter_id, place, set_id, value)
VALUES ($1, $2, $3, $4, $5)

-- name: question_answer_list
-- What was answered beside one message.
SELECT place, set_id, value
  FROM question_answer
 WHERE tenant_id = $1 AND matter_id = $2
 ORDER BY place
