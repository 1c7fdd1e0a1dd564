-- What a municipality looks after, each with a name of its own: schools,
-- playgrounds, beaches. A message may be about one of them.
CREATE TABLE facility (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    code         TEXT   NOT NULL,             -- names it in files and addresses
    name_fi      TEXT   NOT NULL,
    name_sv      TEXT   NOT NULL DEFAULT '',
    name_en      TEXT   NOT NULL DEFAULT '',
    kind         TEXT   NOT NULL,             -- school, library, ...
    address      TEXT   NOT NULL DEFAULT '',
    lat          DOUBLE PRECISION,
    lon          DOUBLE PRECISION,
    unit_id      BIGINT NOT NULL DEFAULT 0,   -- whose it is; 0 = not known
    phone        TEXT   NOT NULL DEFAULT '',
    hours        TEXT   NOT NULL DEFAULT '',
    web          TEXT   NOT NULL DEFAULT '',
    closed       BIGINT NOT NULL DEFAULT 0,   -- 1 = it is no more: nobody chooses it
    stamp        BIGINT NOT NULL,             -- grows with every change
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, code)
);
ALTER TABLE matter ADD COLUMN facility_id BIGINT;
-- Only while the place of the published message is shown.
ALTER TABLE publication ADD COLUMN facility_id BIGINT;
CREATE INDEX publication_facility ON publication
    (tenant_id, facility_id, published_at, matter_id)
    WHERE text_state = 'public' AND facility_id IS NOT NULL;

-- Local addresses, replaced as a whole: the rows of a load are read in batches,
-- and only when all are there it takes the place of the one before.
CREATE TABLE address_load (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    state        TEXT   NOT NULL,             -- reading, waiting, current, gone
    file         TEXT   NOT NULL,             -- in files/
    name         TEXT   NOT NULL,             -- as it was called where it came from
    bytes        BIGINT NOT NULL,
    read_bytes   BIGINT NOT NULL DEFAULT 0,
    line         BIGINT NOT NULL DEFAULT 0,   -- lines read
    row_count    BIGINT NOT NULL DEFAULT 0,   -- rows kept; of a load that goes: still to go
    bad_count    BIGINT NOT NULL DEFAULT 0,
    bad_rows     TEXT   NOT NULL DEFAULT '',  -- "line reason" a line, of the first
    staff_id     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
-- key_fi and key_sv: the street as it is looked for (place/address.h).
CREATE TABLE address (
    tenant_id    BIGINT NOT NULL,
    load_id      BIGINT NOT NULL,
    n            BIGINT NOT NULL,             -- from 1
    street_fi    TEXT   NOT NULL,
    street_sv    TEXT   NOT NULL,
    key_fi       TEXT   NOT NULL,
    key_sv       TEXT   NOT NULL,
    house        BIGINT NOT NULL,             -- 12 of "12 b"; 0 = none
    letter       TEXT   NOT NULL,             -- b
    postcode     TEXT   NOT NULL,
    lat          DOUBLE PRECISION NOT NULL,
    lon          DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (tenant_id, load_id, n)
);
CREATE INDEX address_fi ON address (tenant_id, load_id, key_fi, house, letter);
CREATE INDEX address_sv ON address (tenant_id, load_id, key_sv, house, letter);
