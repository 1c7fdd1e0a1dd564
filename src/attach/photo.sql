-- photo.sql: photos and the pictures made of them.

-- name: photo_insert
-- A file that is a photo waits for its pictures.
INSERT INTO photo (tenant_id, attachment_id, matter_id)
VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING

-- name: photo_by_id
-- One photo.
SELECT attachment_id, matter_id, state, why, todo, tries, width, height,
       small_width, small_height, covers, edition, publication, alt,
       published_at
  FROM photo
 WHERE tenant_id = $1 AND attachment_id = $2

-- name: photo_of_matter
-- The photos of a matter, in the order they came.
SELECT attachment_id, matter_id, state, why, todo, tries, width, height,
       small_width, small_height, covers, edition, publication, alt,
       published_at
  FROM photo
 WHERE tenant_id = $1 AND matter_id = $2
 ORDER BY attachment_id

-- name: photo_next
-- Whose pictures are to be made next: what was tried least comes first.
SELECT attachment_id, matter_id, state, why, todo, tries, width, height,
       small_width, small_height, covers, edition, publication, alt,
       published_at
  FROM photo
 WHERE tenant_id = $1 AND todo = 1
 ORDER BY tries, attachment_id
 LIMIT 1

-- name: photo_try
-- Written before it is tried: what ends us is not tried for ever.
UPDATE photo
   SET tries = tries + 1
 WHERE tenant_id = $1 AND attachment_id = $2

-- name: photo_made
-- Its pictures are there, without covers.
UPDATE photo
   SET state = 'made', todo = 0, tries = 0, width = $3, height = $4,
       small_width = $5, small_height = $6
 WHERE tenant_id = $1 AND attachment_id = $2 AND state = 'waiting'

-- name: photo_covered
-- The pictures of this edition are there; a later one waits for its own.
UPDATE photo
   SET todo = 0, tries = 0
 WHERE tenant_id = $1 AND attachment_id = $2 AND edition = $3

-- name: photo_failed
-- There will be no pictures; one that had some keeps them.
UPDATE photo
   SET state = CASE WHEN state = 'waiting' THEN 'failed' ELSE state END,
       why = $3, todo = 0
 WHERE tenant_id = $1 AND attachment_id = $2 AND edition = $4

-- name: photo_cover
-- Other covers: another edition, which nobody has published.
UPDATE photo
   SET covers = $4, edition = edition + 1, todo = $5, tries = 0, why = '',
       publication = CASE WHEN publication = 'public' THEN 'hidden'
                          ELSE publication END
 WHERE tenant_id = $1 AND attachment_id = $2 AND edition = $3

-- name: photo_publish
-- This edition is public.
UPDATE photo
   SET publication = 'public', alt = $4, published_at = $5
 WHERE tenant_id = $1 AND attachment_id = $2 AND edition = $3
   AND state = 'made' AND todo = 0

-- name: photo_hide
-- It is public no more.
UPDATE photo
   SET publication = 'hidden'
 WHERE tenant_id = $1 AND attachment_id = $2 AND publication = 'public'

-- name: photo_hide_all
-- None of a matter's is.
UPDATE photo
   SET publication = 'hidden'
 WHERE tenant_id = $1 AND matter_id = $2 AND publication = 'public'

-- name: photo_drop
-- Photos whose files are nobody's any more.
DELETE FROM photo
 WHERE tenant_id = $1 AND attachment_id IN (
       SELECT id FROM attachment
        WHERE tenant_id = $1 AND matter_id = $2 AND entry_id = $3)

-- name: picture_insert
-- A second making of the same changes nothing.
INSERT INTO picture (tenant_id, id, attachment_id, edition, kind, bytes,
                     digest, file)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING

-- name: picture_by_kind
-- One picture.
SELECT digest, file, bytes
  FROM picture
 WHERE tenant_id = $1 AND attachment_id = $2 AND edition = $3 AND kind = $4

-- name: picture_drop_covered
-- The covered pictures of a photo; the sweeper takes their files.
DELETE FROM picture
 WHERE tenant_id = $1 AND attachment_id = $2 AND edition > 0

-- name: picture_drop
-- The pictures of photos whose files are nobody's any more.
DELETE FROM picture
 WHERE tenant_id = $1 AND attachment_id IN (
       SELECT id FROM attachment
        WHERE tenant_id = $1 AND matter_id = $2 AND entry_id = $3)
