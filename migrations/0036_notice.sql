-- What the municipality tells everybody: disruptions, news, and questions it
-- is asked often.
CREATE TABLE notice (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    kind         TEXT   NOT NULL CHECK (kind = 'disruption' OR kind = 'news' OR kind = 'faq'),
    title_fi     TEXT   NOT NULL DEFAULT '',  -- a language it is not in has neither title nor text
    title_sv     TEXT   NOT NULL DEFAULT '',
    title_en     TEXT   NOT NULL DEFAULT '',
    text_fi      TEXT   NOT NULL DEFAULT '',
    text_sv      TEXT   NOT NULL DEFAULT '',
    text_en      TEXT   NOT NULL DEFAULT '',
    starts_at    BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,             -- the largest number = until somebody ends it
    topic_id     BIGINT NOT NULL DEFAULT 0,   -- and the topics below; 0 = none
    area_id      BIGINT NOT NULL DEFAULT 0,   -- 0 = none
    words        TEXT   NOT NULL DEFAULT '',  -- places and other words a message about it has
    state        TEXT   NOT NULL DEFAULT 'draft' CHECK (state = 'draft' OR state = 'published' OR state = 'ended'),
    published_at BIGINT NOT NULL DEFAULT 0,   -- the first time; 0 = never: nobody knows of it
    review_at    BIGINT NOT NULL DEFAULT 0,   -- somebody is to read it again then; 0 = never
    reminded_at  BIGINT NOT NULL DEFAULT 0,
    staff_id     BIGINT NOT NULL,             -- who wrote it
    unit_id      BIGINT NOT NULL DEFAULT 0,   -- whose they are
    updated_at   BIGINT NOT NULL,
    version      BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX notice_state ON notice (tenant_id, state, ends_at);
