-- What was offered to who was writing, and what they said of it, by the day it
-- was said. No person, no text, no device.
CREATE TABLE first_count (
    tenant_id    BIGINT NOT NULL,
    day          BIGINT NOT NULL,             -- days since 1970-01-01, in the zone of the service
    kind         TEXT   NOT NULL CHECK (kind = 'matter' OR kind = 'notice'),
    ref_id       BIGINT NOT NULL,             -- of the matter or the notice
    shown        BIGINT NOT NULL DEFAULT 0,   -- forms that offered it
    answers      BIGINT NOT NULL DEFAULT 0,   -- "this answers me"
    same         BIGINT NOT NULL DEFAULT 0,   -- "the same thing: follow it"
    different    BIGINT NOT NULL DEFAULT 0,   -- "mine is different"
    back         BIGINT NOT NULL DEFAULT 0,   -- of the answers: wrote about it all the same within 14 days
    PRIMARY KEY (tenant_id, day, kind, ref_id)
);
