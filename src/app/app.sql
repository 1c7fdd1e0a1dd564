-- name: health_ping
-- The head row of a tenant: there in every municipality, one page to read.
SELECT last_id FROM head WHERE tenant_id = $1

-- name: verify_files
-- What stands in the rows about files, a page after an id, for `kaiku verify`.
SELECT id, file, digest, bytes
  FROM attachment
 WHERE tenant_id = $1 AND id > $2
 ORDER BY id
 LIMIT $3

-- name: verify_pictures
-- The same of the pictures made of photos.
SELECT id, file, digest, bytes
  FROM picture
 WHERE tenant_id = $1 AND id > $2
 ORDER BY id
 LIMIT $3
