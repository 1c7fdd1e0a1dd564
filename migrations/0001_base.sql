-- 0001_base.sql: the nouns of the foundation. One text for SQLite and
-- PostgreSQL. tenant_id is the first column of every key; times are BIGINT
-- microseconds UTC; ids are time-ordered (sql.h, db_new_id). Flags are 0/1.
-- CHECKs say "a = x OR a = y": for an IN list SQLite builds a table in memory
-- each time a row is written, which made a submission twice as slow.
-- The migration runner adds row-level security on PostgreSQL to every table
-- with a tenant_id.

CREATE TABLE tenant (
    tenant_id    BIGINT NOT NULL PRIMARY KEY,
    slug         TEXT   NOT NULL,
    name_fi      TEXT   NOT NULL,
    name_sv      TEXT   NOT NULL,
    name_en      TEXT   NOT NULL,
    loopback     BIGINT NOT NULL DEFAULT 0,  -- answers for any loopback host name (demo)
    created_at   BIGINT NOT NULL
);

CREATE TABLE tenant_host (
    tenant_id    BIGINT NOT NULL,
    host         TEXT   NOT NULL,            -- lower case, without port
    PRIMARY KEY (tenant_id, host)
);

-- Everything of a municipality that staff may set: contact_mail, contact_phone,
-- mail_from, mail_reply_to, emergency_phone, reaction_workdays, answer_workdays ...
CREATE TABLE setting (
    tenant_id    BIGINT NOT NULL,
    name         TEXT   NOT NULL,
    value        TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

-- One row a tenant: the last id, the last public number, the end of the chain
-- of events. Its lock is the tenant's write lock.
CREATE TABLE head (
    tenant_id    BIGINT NOT NULL PRIMARY KEY,
    last_id      BIGINT NOT NULL,
    number_year  BIGINT NOT NULL,
    last_number  BIGINT NOT NULL,
    chain        TEXT   NOT NULL              -- hex
);

CREATE TABLE unit (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    parent_id    BIGINT,
    code         TEXT   NOT NULL,             -- names the unit in CSV
    name_fi      TEXT   NOT NULL,
    name_sv      TEXT   NOT NULL,
    name_en      TEXT   NOT NULL,
    mail         TEXT   NOT NULL DEFAULT '',
    active       BIGINT NOT NULL DEFAULT 1,
    sort_order   BIGINT NOT NULL DEFAULT 0,
    version      BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, code)
);
CREATE INDEX unit_parent ON unit (tenant_id, parent_id);

CREATE TABLE staff (
    tenant_id     BIGINT NOT NULL,
    id            BIGINT NOT NULL,
    mail          TEXT   NOT NULL,            -- lower case; signs in with it
    name          TEXT   NOT NULL,
    title         TEXT   NOT NULL DEFAULT '',
    unit_id       BIGINT,
    lang          TEXT   NOT NULL DEFAULT 'fi',
    password_hash TEXT   NOT NULL DEFAULT '', -- Argon2id string; '' = cannot sign in yet
    active        BIGINT NOT NULL DEFAULT 1,
    created_at    BIGINT NOT NULL,
    signed_in_at  BIGINT,
    version       BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, mail)
);
CREATE INDEX staff_unit ON staff (tenant_id, unit_id);

-- A named permission (staff/permission.h), for one unit or, with 0, for all.
CREATE TABLE staff_permission (
    tenant_id    BIGINT NOT NULL,
    staff_id     BIGINT NOT NULL,
    permission   TEXT   NOT NULL,
    unit_id      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, staff_id, permission, unit_id)
);

-- Only the hash of a session's token is kept.
CREATE TABLE staff_session (
    tenant_id    BIGINT NOT NULL,
    token_hash   TEXT   NOT NULL,
    staff_id     BIGINT NOT NULL,
    csrf         TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, token_hash)
);
CREATE INDEX staff_session_staff ON staff_session (tenant_id, staff_id);

-- Invitation and reset links, one use each.
CREATE TABLE staff_link (
    tenant_id    BIGINT NOT NULL,
    token_hash   TEXT   NOT NULL,
    staff_id     BIGINT NOT NULL,
    purpose      TEXT   NOT NULL CHECK (purpose = 'invite' OR purpose = 'reset'),
    expires_at   BIGINT NOT NULL,
    used_at      BIGINT,
    PRIMARY KEY (tenant_id, token_hash)
);
CREATE INDEX staff_link_staff ON staff_link (tenant_id, staff_id);

CREATE TABLE topic (
    tenant_id       BIGINT NOT NULL,
    id              BIGINT NOT NULL,
    parent_id       BIGINT,
    code            TEXT   NOT NULL,
    name_fi         TEXT   NOT NULL,
    name_sv         TEXT   NOT NULL,
    name_en         TEXT   NOT NULL,
    default_unit_id BIGINT,
    confidential    BIGINT NOT NULL DEFAULT 0,
    active          BIGINT NOT NULL DEFAULT 1,
    sort_order      BIGINT NOT NULL DEFAULT 0,
    version         BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, code)
);

CREATE TABLE matter (
    tenant_id     BIGINT NOT NULL,
    id            BIGINT NOT NULL,
    number_year   BIGINT NOT NULL,
    number        BIGINT NOT NULL,
    version       BIGINT NOT NULL DEFAULT 1,
    kind          TEXT   NOT NULL CHECK (kind = 'feedback' OR kind = 'callback'),
    type          TEXT   NOT NULL DEFAULT '' CHECK (type = '' OR type = 'thanks' OR type = 'criticism'
                  OR type = 'question' OR type = 'proposal'
                  OR type = 'fault'),
    topic_id      BIGINT,
    unit_id       BIGINT,
    handler_id    BIGINT,
    lang          TEXT   NOT NULL,
    channel       TEXT   NOT NULL DEFAULT 'web',
    title         TEXT   NOT NULL DEFAULT '',
    text          TEXT   NOT NULL,
    place         TEXT   NOT NULL DEFAULT '',
    lat           DOUBLE PRECISION,
    lon           DOUBLE PRECISION,
    cell          BIGINT,
    nickname      TEXT   NOT NULL DEFAULT '',
    wants_reply   BIGINT NOT NULL DEFAULT 0,
    may_publish   BIGINT NOT NULL DEFAULT 0,  -- the consent as it stands now
    consent_at    BIGINT,
    consent_wording BIGINT NOT NULL DEFAULT 0, -- version of the words agreed to
    handling      TEXT   NOT NULL DEFAULT 'received' CHECK (handling = 'received' OR handling = 'triage'
                  OR handling = 'assigned' OR handling = 'in_work'
                  OR handling = 'waiting_resident'
                  OR handling = 'waiting_external' OR handling = 'planned'
                  OR handling = 'answered' OR handling = 'closed'),
    outcome       TEXT   NOT NULL DEFAULT '' CHECK (outcome = '' OR outcome = 'done' OR outcome = 'answered'
                  OR outcome = 'wont_do' OR outcome = 'not_ours'
                  OR outcome = 'to_registry' OR outcome = 'improper'
                  OR outcome = 'spam' OR outcome = 'withdrawn'
                  OR outcome = 'not_found'),
    outcome_note  TEXT   NOT NULL DEFAULT '',
    verdict       TEXT   NOT NULL DEFAULT 'none' CHECK (verdict = 'none' OR verdict = 'satisfied'
                  OR verdict = 'unsatisfied'
                  OR verdict = 'reopen_requested'),
    verdict_note  TEXT   NOT NULL DEFAULT '',
    code_version  BIGINT NOT NULL DEFAULT 1,
    received_at   BIGINT NOT NULL,
    reacted_at    BIGINT,
    answered_at   BIGINT,
    closed_at     BIGINT,
    is_open       BIGINT NOT NULL DEFAULT 1,  -- 0 once answered or closed
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number_year, number)
);
-- The queues: open matters of a unit, of a handler, of nobody, oldest first.
CREATE INDEX matter_queue ON matter (tenant_id, unit_id, id)
    WHERE is_open = 1 AND unit_id IS NOT NULL;
CREATE INDEX matter_mine ON matter (tenant_id, handler_id, id)
    WHERE is_open = 1 AND handler_id IS NOT NULL;
CREATE INDEX matter_open ON matter (tenant_id, id) WHERE is_open = 1;
CREATE INDEX matter_triage ON matter (tenant_id, id)
    WHERE is_open = 1 AND unit_id IS NULL;

-- Who said it. Apart from the matter, because it is kept for a shorter time
-- and shown to fewer people. Never published.
CREATE TABLE party (
    tenant_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    name         TEXT   NOT NULL DEFAULT '',
    mail         TEXT   NOT NULL DEFAULT '',  -- lower case domain, as typed otherwise
    phone        TEXT   NOT NULL DEFAULT '',  -- as typed
    phone_key    TEXT   NOT NULL DEFAULT '',  -- digits only, for search
    mail_key     TEXT   NOT NULL DEFAULT '',  -- all lower case, for search
    PRIMARY KEY (tenant_id, matter_id)
);
CREATE INDEX party_mail ON party (tenant_id, mail_key, matter_id) WHERE mail_key <> '';
CREATE INDEX party_phone ON party (tenant_id, phone_key, matter_id) WHERE phone_key <> '';

-- Everything said. Append-only; hiding keeps a reason.
CREATE TABLE entry (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    kind         TEXT   NOT NULL CHECK (kind = 'message' OR kind = 'addition' OR kind = 'answer'
                  OR kind = 'interim_reply' OR kind = 'note'
                  OR kind = 'handover' OR kind = 'decision'
                  OR kind = 'verdict'),
    visibility   TEXT   NOT NULL CHECK (visibility = 'public' OR visibility = 'parties'
                  OR visibility = 'internal'),
    author       TEXT   NOT NULL CHECK (author = 'resident' OR author = 'staff'
                  OR author = 'system'),
    staff_id     BIGINT,
    text         TEXT   NOT NULL,
    hidden_why   TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX entry_matter ON entry (tenant_id, matter_id, id);

CREATE TABLE attachment (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    entry_id     BIGINT,                      -- NULL: came with the message
    name         TEXT   NOT NULL,             -- as the sender's device called it
    media_type   TEXT   NOT NULL,             -- by content, from a closed list
    bytes        BIGINT NOT NULL,
    digest       TEXT   NOT NULL,             -- BLAKE2b-256, hex
    file         TEXT   NOT NULL,             -- random name below DIR/<slug>/files
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, file)
);
CREATE INDEX attachment_matter ON attachment (tenant_id, matter_id, id);

-- Promises, stored when set.
CREATE TABLE due (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    what         TEXT   NOT NULL CHECK (what = 'reaction' OR what = 'answer'),
    due_at       BIGINT NOT NULL,
    met_at       BIGINT,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX due_matter ON due (tenant_id, matter_id, what);

-- What the public sees: made by a person from a matter, never the original.
-- The text and the answer have a state each. Kept after hiding (410).
CREATE TABLE publication (
    tenant_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    number_year  BIGINT NOT NULL,
    number       BIGINT NOT NULL,
    type         TEXT   NOT NULL,
    topic_id     BIGINT NOT NULL DEFAULT 0,
    unit_id      BIGINT NOT NULL DEFAULT 0,
    lang         TEXT   NOT NULL,
    title        TEXT   NOT NULL,
    text         TEXT   NOT NULL,
    nickname     TEXT   NOT NULL DEFAULT '',
    place        TEXT   NOT NULL DEFAULT '',
    answer       TEXT   NOT NULL DEFAULT '',
    answer_by    TEXT   NOT NULL DEFAULT '',  -- the unit's name is looked up by unit_id
    answered_at  BIGINT,
    handling     TEXT   NOT NULL,
    outcome      TEXT   NOT NULL DEFAULT '',
    received_at  BIGINT NOT NULL,
    text_state   TEXT   NOT NULL CHECK (text_state = 'draft_redacted' OR text_state = 'public'
                  OR text_state = 'hidden' OR text_state = 'erased'),
    answer_state TEXT   NOT NULL CHECK (answer_state = 'private'
                  OR answer_state = 'draft_redacted'
                  OR answer_state = 'public' OR answer_state = 'hidden'
                  OR answer_state = 'erased'),
    hidden_why   TEXT   NOT NULL DEFAULT '',
    published_at BIGINT NOT NULL,             -- sort key of the list: when first public
    updated_at   BIGINT NOT NULL,
    version      BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, matter_id),
    UNIQUE (tenant_id, number_year, number)
);
CREATE INDEX publication_new ON publication (tenant_id, published_at, matter_id)
    WHERE text_state = 'public';
CREATE INDEX publication_topic ON publication (tenant_id, topic_id, published_at, matter_id)
    WHERE text_state = 'public';
CREATE INDEX publication_type ON publication (tenant_id, type, published_at, matter_id)
    WHERE text_state = 'public';
CREATE INDEX publication_unit ON publication (tenant_id, unit_id, published_at, matter_id)
    WHERE text_state = 'public';

-- Who, when, what. id carries the time. The chain runs over commitments, so
-- erasing payload and salt keeps it valid.
CREATE TABLE event (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    matter_id    BIGINT,
    kind         TEXT   NOT NULL,
    actor        TEXT   NOT NULL CHECK (actor = 'resident' OR actor = 'staff'
                  OR actor = 'system'),
    staff_id     BIGINT,
    payload      TEXT   NOT NULL,             -- JSON, ids and values, no free text of residents
    salt         TEXT   NOT NULL,             -- hex
    commitment   TEXT   NOT NULL,             -- hex BLAKE2b-256 (salt, payload)
    chain        TEXT   NOT NULL,             -- hex BLAKE2b-256 (previous chain, columns, commitment)
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX event_matter ON event (tenant_id, matter_id, id);

-- Outbox: what is to be sent, and what became of it. A mail stays visible.
CREATE TABLE mail (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    matter_id    BIGINT,
    purpose      TEXT   NOT NULL,             -- receipt, answer, interim_reply, invite, reset
    to_address   TEXT   NOT NULL,
    lang         TEXT   NOT NULL,
    subject      TEXT   NOT NULL,
    body_text    TEXT   NOT NULL,
    body_html    TEXT   NOT NULL,
    delivery     TEXT   NOT NULL DEFAULT 'queued' CHECK (delivery = 'queued' OR delivery = 'sent'
                  OR delivery = 'bounced' OR delivery = 'acknowledged'),
    sent_at      BIGINT,
    detail       TEXT   NOT NULL DEFAULT '',  -- the relay's last words
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX mail_matter ON mail (tenant_id, matter_id, id);
CREATE INDEX mail_delivery ON mail (tenant_id, delivery, id);

CREATE TABLE job (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    kind         TEXT   NOT NULL,
    body         TEXT   NOT NULL,             -- JSON
    run_at       BIGINT NOT NULL,
    leased_until BIGINT NOT NULL DEFAULT 0,
    attempts     BIGINT NOT NULL DEFAULT 0,
    dead         BIGINT NOT NULL DEFAULT 0,   -- 1: gave up, a person must look
    error        TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX job_due ON job (tenant_id, kind, run_at, id) WHERE dead = 0;
CREATE INDEX job_dead ON job (tenant_id, id) WHERE dead = 1;

-- What was asked before. A reference, not an answer: it is rendered again.
CREATE TABLE idempotency (
    tenant_id    BIGINT NOT NULL,
    key          TEXT   NOT NULL,             -- time-prefixed form key
    route        TEXT   NOT NULL,
    actor        TEXT   NOT NULL,             -- staff id, or '' for a resident
    fingerprint  TEXT   NOT NULL,             -- hex of the body's meaning
    ref          TEXT   NOT NULL,             -- a matter id, or a local address
    PRIMARY KEY (tenant_id, key)
);
CREATE INDEX idempotency_staff ON idempotency (tenant_id, key) WHERE actor <> '';
