-- A link to all matters given with one address, sent to that address. Only the
-- hash of its token is kept.
CREATE TABLE own_link (
    tenant_id    BIGINT NOT NULL,
    token_hash   TEXT   NOT NULL,
    mail_key     TEXT   NOT NULL,             -- all lower case
    made_at      BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, token_hash)
);
CREATE INDEX own_link_mail ON own_link (tenant_id, mail_key, made_at);
CREATE INDEX own_link_end ON own_link (tenant_id, expires_at);
