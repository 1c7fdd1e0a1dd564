-- storm.sql: many messages about one thing at once. $1 is always the tenant.

-- name: storm_put
-- It begins.
INSERT INTO storm (tenant_id, id, topic_id, staff_id, notice_fi, notice_sv,
                   notice_en, receipt_fi, receipt_sv, receipt_en, answer_by,
                   starts_at, ends_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: storm_running
-- Those that go on.
SELECT id, topic_id, staff_id, notice_fi, notice_sv, notice_en, receipt_fi,
       receipt_sv, receipt_en, answer_by, starts_at, ends_at
  FROM storm
 WHERE tenant_id = $1 AND ends_at > $2
 ORDER BY ends_at, id
 LIMIT $3

-- name: storm_get
-- One, also one that is over.
SELECT id, topic_id, staff_id, notice_fi, notice_sv, notice_en, receipt_fi,
       receipt_sv, receipt_en, answer_by, starts_at, ends_at
  FROM storm
 WHERE tenant_id = $1 AND id = $2

-- name: storm_end
-- It is over.
UPDATE storm
   SET ends_at = $3
 WHERE tenant_id = $1 AND id = $2 AND ends_at > $3
