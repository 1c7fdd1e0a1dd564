-- Where the promises of a matter stand, kept with it: the nearest one that
-- runs (queues stand in this order, so what is late comes first), and when
-- somebody is to be reminded. What was here before is looked at by the job
-- "remind" once, as is what the binary of before still writes.
ALTER TABLE matter ADD COLUMN due_at BIGINT NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE matter ADD COLUMN touched_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE matter ADD COLUMN assigned_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE matter ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE matter ADD COLUMN remind_at BIGINT DEFAULT 0;

UPDATE matter SET remind_at = NULL WHERE is_open = 0;
UPDATE matter
   SET due_at = COALESCE((SELECT MIN(d.due_at) FROM due d
                           WHERE d.tenant_id = matter.tenant_id
                             AND d.matter_id = matter.id
                             AND d.met_at IS NULL), due_at),
       touched_at = received_at
 WHERE is_open = 1;

DROP INDEX matter_queue;
DROP INDEX matter_mine;
DROP INDEX matter_open;
DROP INDEX matter_triage;
CREATE INDEX matter_queue ON matter (tenant_id, unit_id, due_at, id)
    WHERE is_open = 1 AND unit_id IS NOT NULL;
CREATE INDEX matter_mine ON matter (tenant_id, handler_id, due_at, id)
    WHERE is_open = 1 AND handler_id IS NOT NULL;
CREATE INDEX matter_open ON matter (tenant_id, due_at, id) WHERE is_open = 1;
CREATE INDEX matter_triage ON matter (tenant_id, due_at, id)
    WHERE is_open = 1 AND unit_id IS NULL;
CREATE INDEX matter_remind ON matter (tenant_id, remind_at, id)
    WHERE remind_at IS NOT NULL;

-- Who leads the unit: hears of what is late.
ALTER TABLE unit ADD COLUMN head_id BIGINT;

-- What somebody is to be told of. Written when it comes due, sent with the
-- others once a day; kept as the proof that nobody was left in the dark.
CREATE TABLE reminder (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    kind         TEXT   NOT NULL,             -- new, idle, soon, late, asked
    due_at       BIGINT NOT NULL DEFAULT 0,   -- the due it is about
    staff_id     BIGINT NOT NULL DEFAULT 0,   -- who is told; 0: the mailbox
    unit_id      BIGINT NOT NULL DEFAULT 0,   -- of this unit; 0: the municipality's
    mail_id      BIGINT,                      -- the mail that told it
    done_at      BIGINT,                      -- told, or nothing to tell any more
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX reminder_waiting ON reminder (tenant_id, staff_id, unit_id, id)
    WHERE done_at IS NULL;
CREATE INDEX reminder_matter ON reminder (tenant_id, matter_id, id);

-- One digest a day and reader.
CREATE TABLE digest (
    tenant_id    BIGINT NOT NULL,
    staff_id     BIGINT NOT NULL,
    unit_id      BIGINT NOT NULL,
    day          BIGINT NOT NULL,             -- the last one's, days since 1970
    PRIMARY KEY (tenant_id, staff_id, unit_id)
);

-- "Remind me on ...": one a person and matter.
CREATE TABLE remind_me (
    tenant_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    staff_id     BIGINT NOT NULL,
    remind_at    BIGINT NOT NULL,
    note         TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, matter_id, staff_id)
);
CREATE INDEX remind_me_next ON remind_me (tenant_id, remind_at, matter_id);
