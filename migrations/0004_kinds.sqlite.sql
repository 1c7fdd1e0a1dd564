-- What may be said and promised is decided by the rules, as slices bring new
-- kinds: a table that must be rebuilt for each would be rebuilt often. SQLite
-- drops no CHECK, so these two are rebuilt for the last time.
CREATE TABLE entry_new (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    kind         TEXT   NOT NULL,
    visibility   TEXT   NOT NULL CHECK (visibility = 'public' OR visibility = 'parties'
                  OR visibility = 'internal'),
    author       TEXT   NOT NULL CHECK (author = 'resident' OR author = 'staff'
                  OR author = 'system'),
    staff_id     BIGINT,
    text         TEXT   NOT NULL,
    hidden_why   TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
INSERT INTO entry_new (tenant_id, id, matter_id, kind, visibility, author,
                       staff_id, text, hidden_why)
SELECT tenant_id, id, matter_id, kind, visibility, author, staff_id, text,
       hidden_why
  FROM entry
 ORDER BY tenant_id, id;
DROP TABLE entry;
ALTER TABLE entry_new RENAME TO entry;
CREATE INDEX entry_matter ON entry (tenant_id, matter_id, id);

CREATE TABLE due_new (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    what         TEXT   NOT NULL,
    due_at       BIGINT NOT NULL,
    met_at       BIGINT,
    PRIMARY KEY (tenant_id, id)
);
INSERT INTO due_new (tenant_id, id, matter_id, what, due_at, met_at)
SELECT tenant_id, id, matter_id, what, due_at, met_at
  FROM due
 ORDER BY tenant_id, id;
DROP TABLE due;
ALTER TABLE due_new RENAME TO due;
CREATE INDEX due_matter ON due (tenant_id, matter_id, what);
