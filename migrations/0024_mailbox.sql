-- Mailboxes the city reads. Kaiku fetches one over IMAP when a server is given;
-- without one a mail server hands mails in (kaiku mail-in).
CREATE TABLE mailbox (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    name         TEXT   NOT NULL,             -- short, for the command: palaute
    address      TEXT   NOT NULL,
    address_key  TEXT   NOT NULL,             -- lower case, for comparing
    unit_id      BIGINT,                      -- NULL: what comes is directed by people
    plus         BIGINT NOT NULL DEFAULT 0,   -- takes palaute+anything@ too
    server       TEXT   NOT NULL DEFAULT '',  -- imaps://host[:port]
    login        TEXT   NOT NULL DEFAULT '',
    secret       TEXT   NOT NULL DEFAULT '',  -- the password, sealed
    folder       TEXT   NOT NULL DEFAULT 'INBOX',
    move_to      TEXT   NOT NULL DEFAULT '',  -- '' = mails stay and are marked as read
    active       BIGINT NOT NULL DEFAULT 1,
    next_at      BIGINT NOT NULL DEFAULT 0,   -- look again then
    checked_at   BIGINT NOT NULL DEFAULT 0,   -- the last time it worked
    failures     BIGINT NOT NULL DEFAULT 0,   -- in a row
    error        TEXT   NOT NULL DEFAULT '',
    version      BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name),
    UNIQUE (tenant_id, address_key)
);

-- Every mail that came in and what became of it. A mail is taken once: its
-- digest is over Message-ID, sender and content.
CREATE TABLE received (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    mailbox_id   BIGINT NOT NULL,
    digest       TEXT   NOT NULL,
    fate         TEXT   NOT NULL,             -- opened, joined, held, accepted, dropped, automatic, bounce, loop
    from_name    TEXT   NOT NULL DEFAULT '',
    from_mail    TEXT   NOT NULL DEFAULT '',
    subject      TEXT   NOT NULL DEFAULT '',
    text         TEXT   NOT NULL DEFAULT '',  -- of one that waits; else it is in the matter
    folded       TEXT   NOT NULL DEFAULT '',  -- quotes and signature
    files_left   BIGINT NOT NULL DEFAULT 0,   -- files that were not taken
    matter_id    BIGINT,
    entry_id     BIGINT,                      -- NULL: it is the message itself
    mail_id      BIGINT,                      -- the mail of ours it is about
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, mailbox_id, digest)
);
CREATE INDEX received_matter ON received (tenant_id, matter_id, id);
CREATE INDEX received_digest ON received (tenant_id, digest);
CREATE INDEX received_fate ON received (tenant_id, fate, id);
