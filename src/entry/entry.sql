-- entry.sql: everything said about a matter. Append-only: nothing here updates.

-- name: entry_insert
-- Somebody said something. The id carries the time.
INSERT INTO entry (tenant_id, id, matter_id, kind, visibility, author,
                   staff_id, text, hidden_why, signature, told, told_at,
                   told_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- part: entry
-- An entry and who wrote it.
SELECT e.id, e.matter_id, e.kind, e.visibility, e.author,
       COALESCE(e.staff_id, 0), COALESCE(s.name, ''), e.text, e.hidden_why,
       e.signature, e.told, COALESCE(e.told_at, 0), e.told_by
  FROM entry e
  LEFT JOIN staff s ON s.tenant_id = e.tenant_id AND s.id = e.staff_id

-- name: entry_list
-- The thread of a matter, oldest first; $3 = 1 shows internal ones too.
-- use: entry
 WHERE e.tenant_id = $1 AND e.matter_id = $2
   AND (e.visibility <> 'internal' OR CAST($3 AS BIGINT) = 1)
 ORDER BY e.id

-- name: entry_by_id
-- One entry, whatever its visibility: the caller knows the matter.
-- use: entry
 WHERE e.tenant_id = $1 AND e.id = $2
