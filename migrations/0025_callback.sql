-- When somebody who asked to be called wants it. The matter itself has the
-- kind callback, the number is its sender's.
CREATE TABLE callback (
    tenant_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    part         TEXT   NOT NULL,             -- any, morning, afternoon
    from_at      BIGINT NOT NULL,             -- 0: as soon as possible
    until_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, matter_id)
);
-- The queue of calls.
CREATE INDEX matter_callback ON matter (tenant_id, due_at, id)
    WHERE kind = 'callback' AND is_open = 1;
