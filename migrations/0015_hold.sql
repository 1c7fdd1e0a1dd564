-- A legal hold: the matter is evidence and stays as it is until a date, or
-- until somebody lifts it. Who marked it and why stands here and in the chain.
CREATE TABLE hold (
    tenant_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    staff_id     BIGINT NOT NULL,
    why          TEXT   NOT NULL,
    held_at      BIGINT NOT NULL,
    until_at     BIGINT NOT NULL,             -- it ends by itself
    PRIMARY KEY (tenant_id, matter_id)
);
-- What was closed as spam, for the way back.
CREATE INDEX matter_spam ON matter (tenant_id, id) WHERE outcome = 'spam';
