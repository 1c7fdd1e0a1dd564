-- While somebody is away a substitute sees their matters beside the own ones.
CREATE TABLE absence (
    tenant_id     BIGINT NOT NULL,
    id            BIGINT NOT NULL,
    staff_id      BIGINT NOT NULL,
    substitute_id BIGINT NOT NULL,
    starts_at     BIGINT NOT NULL,
    ends_at       BIGINT NOT NULL,            -- it ends by itself
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX absence_staff ON absence (tenant_id, staff_id, ends_at);
CREATE INDEX absence_substitute ON absence (tenant_id, substitute_id, ends_at);

-- One matter may be confidential although its topic is not.
ALTER TABLE matter ADD COLUMN confidential BIGINT NOT NULL DEFAULT 0;
