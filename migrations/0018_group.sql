-- The same thing said by many: a matter is in one group or in none. Joining
-- adds a row, leaving takes it away; the matter itself does not change, so to
-- leave is to be as before. The oldest matter leads.
CREATE TABLE matter_group (
    tenant_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    group_id     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, matter_id)
);
CREATE INDEX matter_group_id ON matter_group (tenant_id, group_id, matter_id);

-- What was said to all of a group at once, in each of their languages.
CREATE TABLE group_answer (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    group_id     BIGINT NOT NULL,
    staff_id     BIGINT NOT NULL,
    interim      BIGINT NOT NULL,
    outcome      TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    text_fi      TEXT   NOT NULL,
    text_sv      TEXT   NOT NULL,
    text_en      TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX group_answer_group ON group_answer (tenant_id, group_id, id);

-- Who has got it, and how: so that nobody gets it twice.
CREATE TABLE group_answered (
    tenant_id    BIGINT NOT NULL,
    answer_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    how          TEXT   NOT NULL CHECK (how = 'mail' OR how = 'page' OR how = 'other' OR how = 'none'),
    PRIMARY KEY (tenant_id, answer_id, matter_id)
);
