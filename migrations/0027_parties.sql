-- Who is outside stands among the units as a kind of its own, with how to
-- reach it; a unit without people may work by mail.
ALTER TABLE unit ADD COLUMN kind TEXT NOT NULL DEFAULT 'own' CHECK (kind = 'own' OR kind = 'contractor'
                  OR kind = 'company' OR kind = 'authority');
ALTER TABLE unit ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE unit ADD COLUMN hours TEXT NOT NULL DEFAULT '';
ALTER TABLE unit ADD COLUMN web TEXT NOT NULL DEFAULT '';
ALTER TABLE unit ADD COLUMN by_mail BIGINT NOT NULL DEFAULT 0;

-- What was not the city's: where it went, when, how, by whom (434/2003 21 §,
-- 13/2003 15 §). To a company only with the sender's consent.
CREATE TABLE passing (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    unit_id      BIGINT NOT NULL,             -- the body outside
    staff_id     BIGINT NOT NULL,             -- who passed it on
    how          TEXT   NOT NULL CHECK (how = 'mail' OR how = 'self' OR how = 'told'),
    consent_at   BIGINT,                      -- when the sender agreed, as staff_id says
    mail_id      BIGINT,                      -- what was sent to the body
    token_hash   TEXT   NOT NULL,             -- of the link to message and files
    expires_at   BIGINT NOT NULL,             -- of that link; 0 = there is none
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, token_hash)
);
CREATE INDEX passing_matter ON passing (tenant_id, matter_id, id);

-- Urgent: to be handled by the end of that day. 0 = not.
ALTER TABLE matter ADD COLUMN urgent_at BIGINT NOT NULL DEFAULT 0;
