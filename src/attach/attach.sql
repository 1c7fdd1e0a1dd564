-- attach.sql: rows of files. The bytes lie in DIR/<slug>/files.

-- name: attachment_insert
-- A file gets its row once; the second try changes nothing.
INSERT INTO attachment (tenant_id, id, matter_id, entry_id, name, media_type,
                        bytes, digest, file)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT DO NOTHING

-- name: attachment_list
-- The files of a matter in the order they came.
SELECT id, matter_id, COALESCE(entry_id, 0), name, media_type, bytes, digest,
       file
  FROM attachment
 WHERE tenant_id = $1 AND matter_id = $2
 ORDER BY id

-- name: attachment_by_id
-- One file, for a download.
SELECT id, matter_id, COALESCE(entry_id, 0), name, media_type, bytes, digest,
       file
  FROM attachment
 WHERE tenant_id = $1 AND id = $2

-- name: attachment_by_file
-- Does a row name this file already?
SELECT id
  FROM attachment
 WHERE tenant_id = $1 AND file = $2
UNION ALL
SELECT id
  FROM picture
 WHERE tenant_id = $1 AND file = $2

-- name: attachment_move
-- The files of one entry become another's.
UPDATE attachment
   SET entry_id = $4
 WHERE tenant_id = $1 AND matter_id = $2 AND entry_id = $3

-- name: attachment_drop
-- The files of one entry are nobody's; the sweeper takes them.
DELETE FROM attachment
 WHERE tenant_id = $1 AND matter_id = $2 AND entry_id = $3
