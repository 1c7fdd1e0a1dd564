-- What is asked outside of the house by a secret link: the resident a question,
-- a contractor a piece of work. Only the hash of the link's token is kept.
CREATE TABLE ask (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    whom         TEXT   NOT NULL CHECK (whom = 'resident' OR whom = 'contractor'),
    staff_id     BIGINT NOT NULL,             -- who asked
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
    expires_at   BIGINT NOT NULL,
    closed_at    BIGINT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, token_hash)
);
CREATE INDEX ask_matter ON ask (tenant_id, matter_id, id);
CREATE INDEX ask_open ON ask (tenant_id, expires_at) WHERE closed_at IS NULL;

-- The photos a contractor may see, chosen by the handler.
CREATE TABLE ask_file (
    tenant_id     BIGINT NOT NULL,
    ask_id        BIGINT NOT NULL,
    attachment_id BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, ask_id, attachment_id)
);
