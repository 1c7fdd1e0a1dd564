-- Who wants to hear of a public matter, or of what becomes public about a
-- topic. Nothing is sent before the address has been confirmed from its own
-- mailbox; a row that is stopped is gone.
CREATE TABLE watch (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    mail         TEXT   NOT NULL,
    mail_key     TEXT   NOT NULL,             -- all lower case
    lang         TEXT   NOT NULL,
    matter_id    BIGINT NOT NULL,             -- 0: of a topic
    topic_id     BIGINT NOT NULL,             -- 0: of a matter
    daily        BIGINT NOT NULL,
    asked_at     BIGINT NOT NULL,             -- when the last question went out
    confirmed_at BIGINT NOT NULL DEFAULT 0,   -- 0 = not yet
    next_at      BIGINT NOT NULL DEFAULT 0,   -- when something is to be sent; 0 = nothing
    sent_at      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, mail_key, matter_id, topic_id)
);
CREATE INDEX watch_matter ON watch (tenant_id, matter_id) WHERE matter_id > 0;
CREATE INDEX watch_topic ON watch (tenant_id, topic_id) WHERE topic_id > 0;
CREATE INDEX watch_confirmed ON watch (tenant_id, id) WHERE confirmed_at > 0;
CREATE INDEX watch_asked ON watch (tenant_id, asked_at) WHERE confirmed_at = 0;
CREATE INDEX watch_next ON watch (tenant_id, next_at) WHERE next_at > 0;

-- What is to be told with the next mail: each matter once.
CREATE TABLE watch_note (
    tenant_id    BIGINT NOT NULL,
    watch_id     BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, watch_id, matter_id)
);

-- The event up to which all watchers know everything.
CREATE TABLE watch_mark (
    tenant_id    BIGINT NOT NULL PRIMARY KEY,
    event_id     BIGINT NOT NULL
);

-- Where one click ends such mails (RFC 8058); '' = no such mail.
ALTER TABLE mail ADD COLUMN unsubscribe TEXT NOT NULL DEFAULT '';
