-- Whom one reaches where: what the public may know of units and people.
CREATE TABLE contact_unit (
    tenant_id    BIGINT NOT NULL,
    unit_id      BIGINT NOT NULL,
    shown        BIGINT NOT NULL DEFAULT 0,   -- in the public directory
    answers_fi   TEXT   NOT NULL DEFAULT '',  -- what it answers for, in free words
    answers_sv   TEXT   NOT NULL DEFAULT '',
    answers_en   TEXT   NOT NULL DEFAULT '',
    phones       TEXT   NOT NULL DEFAULT '',  -- as typed, see contact/contact.h
    mail         TEXT   NOT NULL DEFAULT '',
    web          TEXT   NOT NULL DEFAULT '',
    address      TEXT   NOT NULL DEFAULT '',
    hours        TEXT   NOT NULL DEFAULT '',  -- as typed, see contact/hours.h
    updated_at   BIGINT NOT NULL,
    version      BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, unit_id)
);
CREATE TABLE contact_person (
    tenant_id     BIGINT NOT NULL,
    id            BIGINT NOT NULL,
    code          TEXT   NOT NULL,             -- who it is in a table
    unit_id       BIGINT NOT NULL,
    staff_id      BIGINT NOT NULL DEFAULT 0,   -- whose account it is; 0 = none
    name          TEXT   NOT NULL,
    role_fi       TEXT   NOT NULL DEFAULT '',
    role_sv       TEXT   NOT NULL DEFAULT '',
    role_en       TEXT   NOT NULL DEFAULT '',
    phones        TEXT   NOT NULL DEFAULT '',
    mail          TEXT   NOT NULL DEFAULT '',
    absent_until  BIGINT NOT NULL DEFAULT 0,   -- where the last day ends; 0 = here
    substitute_id BIGINT NOT NULL DEFAULT 0,   -- another of these; 0 = nobody
    shown         BIGINT NOT NULL DEFAULT 0,   -- nothing of a person is public without it
    shown_at      BIGINT NOT NULL DEFAULT 0,   -- since when
    sort_order    BIGINT NOT NULL DEFAULT 0,
    updated_at    BIGINT NOT NULL,
    version       BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX contact_person_code ON contact_person (tenant_id, code);
CREATE INDEX contact_person_unit ON contact_person (tenant_id, unit_id);

-- What has changed since it was made into a document of the public search
-- (0031), or will at due_at: a notice that begins or ends by itself.
CREATE TABLE search_later (
    tenant_id BIGINT NOT NULL,
    what      TEXT   NOT NULL,
    id        BIGINT NOT NULL,
    stamp     BIGINT NOT NULL,           -- another one for each change
    due_at    BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, what, id)
);
CREATE INDEX search_later_due ON search_later (tenant_id, due_at);
INSERT INTO search_later (tenant_id, what, id, stamp, due_at)
SELECT n.tenant_id, 'notice', n.id, 0, 0
  FROM notice n;
