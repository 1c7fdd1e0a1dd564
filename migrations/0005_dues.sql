-- What a promise was computed from is kept with it; its clock may stand still
-- while the municipality waits for the sender. Rows of before have a date only.
ALTER TABLE due ADD COLUMN start_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE due ADD COLUMN amount BIGINT NOT NULL DEFAULT 0;
ALTER TABLE due ADD COLUMN measure TEXT NOT NULL DEFAULT 'date';
ALTER TABLE due ADD COLUMN original_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE due ADD COLUMN clock TEXT NOT NULL DEFAULT 'runs';

CREATE TABLE stand (
    tenant_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    from_at      BIGINT NOT NULL,
    until_at     BIGINT,
    PRIMARY KEY (tenant_id, matter_id, from_at)
);

-- What is promised of a topic (0 = the whole municipality) and a type of
-- feedback ('' = all); what is not here is inherited.
CREATE TABLE promise (
    tenant_id    BIGINT NOT NULL,
    topic_id     BIGINT NOT NULL,
    type         TEXT   NOT NULL,
    what         TEXT   NOT NULL,             -- reaction, answer
    amount       BIGINT NOT NULL,
    measure      TEXT   NOT NULL,             -- workdays, hours
    PRIMARY KEY (tenant_id, topic_id, type, what)
);

-- Holidays are computed; these are the municipality's own.
CREATE TABLE closed_day (
    tenant_id    BIGINT NOT NULL,
    day          BIGINT NOT NULL,             -- days since 1970-01-01
    name         TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, day)
);
CREATE TABLE opening_hours (
    tenant_id    BIGINT NOT NULL,
    weekday      BIGINT NOT NULL,             -- 1 = Monday
    opens        BIGINT NOT NULL,             -- minutes from midnight
    closes       BIGINT NOT NULL,             -- equal: closed
    PRIMARY KEY (tenant_id, weekday)
);
