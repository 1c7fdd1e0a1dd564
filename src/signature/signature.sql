-- signature.sql: the lines under an answer. $1 is always the tenant.

-- name: signature_list
-- Those of one person or unit.
SELECT lang, text
  FROM signature
 WHERE tenant_id = $1 AND signer = $2 AND signer_id = $3

-- name: signature_put
-- One language of them.
INSERT INTO signature (tenant_id, signer, signer_id, lang, text)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, signer, signer_id, lang) DO UPDATE
   SET text = excluded.text

-- name: signature_delete
-- None in this language any more.
DELETE FROM signature
 WHERE tenant_id = $1 AND signer = $2 AND signer_id = $3 AND lang = $4
