-- Answers that are written once and used often, and who signs them.
CREATE TABLE template (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    owner_id     BIGINT NOT NULL DEFAULT 0,   -- a person's own; 0 = shared
    unit_id      BIGINT,                      -- shared with this unit and those below; NULL = with all
    topic_id     BIGINT,                      -- and the topics below; NULL = with any topic
    lang         TEXT   NOT NULL,             -- of the resident it is written to
    title        TEXT   NOT NULL,             -- staff find it by this; no resident reads it
    text         TEXT   NOT NULL,             -- with {variables}
    season_from  BIGINT NOT NULL DEFAULT 0,   -- 1101: from 1 November of any year; 20261101: once; 0 = always
    season_to    BIGINT NOT NULL DEFAULT 0,
    active       BIGINT NOT NULL DEFAULT 1,
    version      BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX template_owner ON template (tenant_id, owner_id, lang);

-- Under an answer: the person's lines, then the unit's.
CREATE TABLE signature (
    tenant_id    BIGINT NOT NULL,
    signer       TEXT   NOT NULL CHECK (signer = 'staff' OR signer = 'unit'),
    signer_id    BIGINT NOT NULL,
    lang         TEXT   NOT NULL,
    text         TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, signer, signer_id, lang)
);

-- As it stood when the answer left.
ALTER TABLE entry ADD COLUMN signature TEXT NOT NULL DEFAULT '';
