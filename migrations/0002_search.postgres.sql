-- Staff search by words. Filled after COMMIT by the job "index", which walks
-- the events in order; index_mark is where it stands.
CREATE TABLE matter_word (
    tenant_id BIGINT   NOT NULL,
    matter_id BIGINT   NOT NULL,
    words     TSVECTOR NOT NULL,
    PRIMARY KEY (tenant_id, matter_id)
);
CREATE INDEX matter_word_words ON matter_word USING GIN (words);
CREATE TABLE index_mark (
    tenant_id BIGINT NOT NULL PRIMARY KEY,
    event_id  BIGINT NOT NULL
);
