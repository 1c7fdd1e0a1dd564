-- A question goes to units of the house too: one that works by mail gets the
-- matter by a link, one whose view or part is asked answers with its account. Whom
-- is decided by the rules; SQLite drops no CHECK, so the table is rebuilt.
CREATE TABLE ask_new (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    whom         TEXT   NOT NULL,             -- resident, contractor, unit, view, part
    staff_id     BIGINT NOT NULL,             -- who asked; 0 = the house itself
    token_hash   TEXT   NOT NULL,
    text         TEXT   NOT NULL,             -- the question, or the cleaned description
    choices      TEXT   NOT NULL DEFAULT '',  -- closed answers, one a line
    place        TEXT   NOT NULL DEFAULT '',  -- as the contractor may see it
    show_point   BIGINT NOT NULL DEFAULT 0,   -- and the coordinates
    name         TEXT   NOT NULL DEFAULT '',  -- the contractor
    mail         TEXT   NOT NULL DEFAULT '',
    state        TEXT   NOT NULL DEFAULT 'open' CHECK (state = 'open' OR state = 'accepted'
                 OR state = 'answered' OR state = 'done' OR state = 'cannot'
                 OR state = 'expired' OR state = 'revoked'),
    expires_at   BIGINT NOT NULL,             -- of view and part: the due
    closed_at    BIGINT,
    unit_id      BIGINT,                      -- inside of the house
    look_at      BIGINT NOT NULL DEFAULT 0,   -- when its time is over; of view and part: the next reminder
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, token_hash)
);
INSERT INTO ask_new (tenant_id, id, matter_id, whom, staff_id, token_hash, text,
                     choices, place, show_point, name, mail, state, expires_at,
                     closed_at, look_at)
SELECT tenant_id, id, matter_id, whom, staff_id, token_hash, text, choices,
       place, show_point, name, mail, state, expires_at, closed_at, expires_at
  FROM ask
 ORDER BY tenant_id, id;
DROP TABLE ask;
ALTER TABLE ask_new RENAME TO ask;
CREATE INDEX ask_matter ON ask (tenant_id, matter_id, id);
CREATE INDEX ask_open ON ask (tenant_id, look_at) WHERE closed_at IS NULL;
CREATE INDEX ask_view ON ask (tenant_id, unit_id, expires_at)
    WHERE closed_at IS NULL AND unit_id IS NOT NULL;
