-- Working side by side: an answer leaves a moment after it was sent, several
-- matters are handled at once, people see who has what open.

-- An answer or interim reply that has not left yet, and the matter as it was
-- before, for the resident until then and for whoever takes it back.
CREATE TABLE outgoing (
    tenant_id     BIGINT NOT NULL,
    matter_id     BIGINT NOT NULL,
    entry_id      BIGINT NOT NULL,
    staff_id      BIGINT NOT NULL,            -- who sent it, and may undo it
    kind          TEXT   NOT NULL,            -- answer, interim_reply
    leaves_at     BIGINT NOT NULL,
    acted_at      BIGINT NOT NULL,            -- when the matter changed
    handling      TEXT   NOT NULL,            -- from here on: as it was
    outcome       TEXT   NOT NULL,
    outcome_note  TEXT   NOT NULL,
    verdict       TEXT   NOT NULL,
    verdict_note  TEXT   NOT NULL,
    handler_id    BIGINT,
    reacted_at    BIGINT,
    answered_at   BIGINT,
    closed_at     BIGINT,
    is_open       BIGINT NOT NULL,
    accept_due_at BIGINT,
    accept_reminded_at BIGINT,
    due_at        BIGINT NOT NULL,
    touched_at    BIGINT NOT NULL,
    assigned_at   BIGINT NOT NULL,
    told_at       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, matter_id)
);
CREATE INDEX outgoing_next ON outgoing (tenant_id, leaves_at, matter_id);

-- Its promises as they were.
CREATE TABLE outgoing_due (
    tenant_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    due_id       BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    met_at       BIGINT,
    clock        TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, matter_id, due_id)
);

-- The files of an answer that was taken back: tickets, by spaces.
ALTER TABLE draft ADD COLUMN files TEXT NOT NULL DEFAULT '';

-- One act on many matters, and what became of each.
CREATE TABLE batch (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,             -- carries the time
    staff_id     BIGINT NOT NULL,
    act          TEXT   NOT NULL,             -- route, note, answer, close
    PRIMARY KEY (tenant_id, id)
);
CREATE TABLE batch_item (
    tenant_id    BIGINT NOT NULL,
    batch_id     BIGINT NOT NULL,
    position     BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    result       TEXT   NOT NULL,             -- done, changed, refused, gone
    PRIMARY KEY (tenant_id, batch_id, position)
);

-- Who has a matter open now; a row is good for a minute.
CREATE TABLE presence (
    tenant_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    staff_id     BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, matter_id, staff_id)
);
CREATE INDEX presence_seen ON presence (tenant_id, seen_at);

-- A queue as somebody wants to see it again.
CREATE TABLE queue_filter (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    staff_id     BIGINT NOT NULL,
    name         TEXT   NOT NULL,
    query        TEXT   NOT NULL,             -- "queue/all?topic=3&late=1"
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX queue_filter_staff ON queue_filter (tenant_id, staff_id, id);

-- Single keys do something in the queues, unless switched off (WCAG 2.1.4).
ALTER TABLE staff ADD COLUMN shortcuts BIGINT NOT NULL DEFAULT 1;
