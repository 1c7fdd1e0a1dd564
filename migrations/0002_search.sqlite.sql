-- Staff search by words. Filled after COMMIT by the job "index", which walks
-- the events in order; index_mark is where it stands.
CREATE VIRTUAL TABLE matter_word USING fts5(
    words, tenant_id UNINDEXED, detail=none,
    tokenize = "unicode61 remove_diacritics 0"
);
CREATE TABLE index_mark (
    tenant_id BIGINT NOT NULL PRIMARY KEY,
    event_id  BIGINT NOT NULL
);
