-- A file that is a photo, and the pictures made of it to be shown: the file itself
-- stays as it was sent and is shown to nobody but staff. todo = 1: pictures are
-- to be made; tries counts how often that was begun.
CREATE TABLE photo (
    tenant_id     BIGINT NOT NULL,
    attachment_id BIGINT NOT NULL,
    matter_id     BIGINT NOT NULL,
    state         TEXT   NOT NULL DEFAULT 'waiting' CHECK (state = 'waiting' OR state = 'made'
                  OR state = 'failed'),
    why           TEXT   NOT NULL DEFAULT '', -- of failed: broken, too_large, too_slow
    todo          BIGINT NOT NULL DEFAULT 1,
    tries         BIGINT NOT NULL DEFAULT 0,
    width         BIGINT NOT NULL DEFAULT 0,  -- of the large pictures
    height        BIGINT NOT NULL DEFAULT 0,
    small_width   BIGINT NOT NULL DEFAULT 0,
    small_height  BIGINT NOT NULL DEFAULT 0,
    covers        TEXT   NOT NULL DEFAULT '', -- "x,y,w,h;...": thousandths of the sides
    edition       BIGINT NOT NULL DEFAULT 0,  -- of the covers; grows with each change
    publication   TEXT   NOT NULL DEFAULT 'private' CHECK (publication = 'private'
                  OR publication = 'public' OR publication = 'hidden'),
    alt           TEXT   NOT NULL DEFAULT '', -- what it shows, in the matter's language
    published_at  BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, attachment_id)
);
CREATE INDEX photo_matter ON photo (tenant_id, matter_id, attachment_id);
CREATE INDEX photo_todo ON photo (tenant_id, tries, attachment_id) WHERE todo = 1;

-- The pictures, of pixels and nothing else. edition 0: nothing is covered.
CREATE TABLE picture (
    tenant_id     BIGINT NOT NULL,
    id            BIGINT NOT NULL,
    attachment_id BIGINT NOT NULL,
    edition       BIGINT NOT NULL,
    kind          TEXT   NOT NULL,            -- large.webp, large.jpg, small.webp, small.jpg
    bytes         BIGINT NOT NULL,
    digest        TEXT   NOT NULL,
    file          TEXT   NOT NULL,            -- random name below DIR/<slug>/files
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, attachment_id, edition, kind),
    UNIQUE (tenant_id, file)
);

-- Photos that came before.
INSERT INTO photo (tenant_id, attachment_id, matter_id)
SELECT tenant_id, id, matter_id
  FROM attachment
 WHERE media_type = 'image/jpeg' OR media_type = 'image/png'
    OR media_type = 'image/webp' OR media_type = 'image/heic';
