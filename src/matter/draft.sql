-- draft.sql: what somebody is writing about a matter. $1 is always the tenant.

-- name: draft_get
-- One's own, when the form is opened again.
SELECT text, outcome, reason, saved_at, files, text_sv, text_en
  FROM draft
 WHERE tenant_id = $1 AND staff_id = $2 AND matter_id = $3 AND kind = $4

-- name: draft_put
-- As it is now.
INSERT INTO draft (tenant_id, staff_id, matter_id, kind, text, outcome, reason,
                   saved_at, files, text_sv, text_en)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, COALESCE($9, ''), $10, $11)
ON CONFLICT (tenant_id, staff_id, matter_id, kind) DO UPDATE
   SET text = excluded.text, outcome = excluded.outcome,
       reason = excluded.reason, saved_at = excluded.saved_at,
       files = COALESCE($9, draft.files), text_sv = excluded.text_sv,
       text_en = excluded.text_en

-- name: draft_delete
-- Sent, emptied or thrown away.
DELETE FROM draft
 WHERE tenant_id = $1 AND staff_id = $2 AND matter_id = $3 AND kind = $4

-- name: draft_delete_old
-- Nobody came back to it.
DELETE FROM draft
 WHERE tenant_id = $1 AND saved_at < $2
