-- What published messages are narrowed by, and how many there are of each
-- kind. A facet is one combination of all that can be asked for at once; a
-- city has some thousands. What is public names its facet, so that a rare
-- combination is found at once among a million, and how many there are is
-- known without counting. Kept by whatever publishes, hides or changes one, in
-- the same transaction; the job "facet" walks through what was there before,
-- and again when areas are drawn anew.
CREATE TABLE facet (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    type         TEXT   NOT NULL,
    topic_id     BIGINT NOT NULL,
    unit_id      BIGINT NOT NULL,
    areas        TEXT   NOT NULL,             -- ids, a space before and after each
    handling     TEXT   NOT NULL,
    answered     BIGINT NOT NULL,             -- 1 = the answer is public
    photo        BIGINT NOT NULL,             -- 1 = a photo is public
    n            BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, topic_id, unit_id, type, areas, handling, answered, photo)
);
ALTER TABLE publication ADD COLUMN facet_id BIGINT NOT NULL DEFAULT 0;  -- 0 = not yet in one
ALTER TABLE publication ADD COLUMN areas TEXT NOT NULL DEFAULT '';  -- of its public point
CREATE INDEX publication_facet ON publication (tenant_id, facet_id, published_at, matter_id, answered_at)
    WHERE text_state = 'public';
CREATE INDEX publication_scan ON publication (tenant_id, published_at, matter_id, facet_id)
    WHERE text_state = 'public';
CREATE INDEX publication_answered ON publication (tenant_id, answered_at, matter_id, facet_id, published_at)
    WHERE text_state = 'public' AND answer_state = 'public';

CREATE TABLE public_mark (
    tenant_id    BIGINT NOT NULL PRIMARY KEY,
    stamp        BIGINT NOT NULL,             -- one more with each change of what is public
    areas_stamp  BIGINT NOT NULL,             -- of the areas the walk found
    walked_id    BIGINT NOT NULL,             -- the walk has come to this matter
    until_id     BIGINT NOT NULL              -- and ends with this one
);
