-- What somebody has begun to write about a matter and not sent: theirs alone.
CREATE TABLE draft (
    tenant_id    BIGINT NOT NULL,
    staff_id     BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    kind         TEXT   NOT NULL CHECK (kind = 'answer' OR kind = 'interim' OR kind = 'note'),
    text         TEXT   NOT NULL,
    outcome      TEXT   NOT NULL DEFAULT '',
    reason       TEXT   NOT NULL DEFAULT '',
    saved_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, staff_id, matter_id, kind)
);
CREATE INDEX draft_saved ON draft (tenant_id, saved_at);
