-- What residents say of an answer, and what the city decided when it was no
-- help: no row without a decision is closed in silence.
CREATE TABLE verdict (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    satisfied    BIGINT NOT NULL,
    reason       TEXT   NOT NULL,             -- of a closed list (matter/verdict.c), or ''
    decision     TEXT   NOT NULL DEFAULT '' CHECK (decision = '' OR decision = 'reopened' OR decision = 'explained'),
    staff_id     BIGINT NOT NULL DEFAULT 0,   -- who decided
    decided_at   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX verdict_matter ON verdict (tenant_id, matter_id, id);
