-- What is said to many at once, and a promised date, wait to be taken back like
-- any other answer, and become drafts again.
ALTER TABLE outgoing ADD COLUMN answer_id BIGINT NOT NULL DEFAULT 0; -- said to a whole group; 0 = to this one alone
ALTER TABLE group_answer ADD COLUMN leaves_at BIGINT NOT NULL DEFAULT 0; -- 0: it leaves, or has left
-- Which form a draft is of is decided by the rules; SQLite drops no CHECK, so
-- the table is rebuilt. Of a joint answer it is about the group, and its text
-- the Finnish one.
CREATE TABLE draft_new (
    tenant_id    BIGINT NOT NULL,
    staff_id     BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    kind         TEXT   NOT NULL,             -- answer, interim, note, promise
    text         TEXT   NOT NULL,
    outcome      TEXT   NOT NULL DEFAULT '',
    reason       TEXT   NOT NULL DEFAULT '',  -- of a promise: its date
    saved_at     BIGINT NOT NULL,
    files        TEXT   NOT NULL DEFAULT '',  -- tickets, by spaces
    text_sv      TEXT   NOT NULL DEFAULT '',
    text_en      TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, staff_id, matter_id, kind)
);
INSERT INTO draft_new (tenant_id, staff_id, matter_id, kind, text, outcome,
                       reason, saved_at, files)
SELECT tenant_id, staff_id, matter_id, kind, text, outcome, reason, saved_at,
       files
  FROM draft;
DROP TABLE draft;
ALTER TABLE draft_new RENAME TO draft;
CREATE INDEX draft_saved ON draft (tenant_id, saved_at);
