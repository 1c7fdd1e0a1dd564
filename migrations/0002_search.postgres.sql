-- Staff search by words. Filled after COMMIT by the job "index", which walks
-- the events in order; index_mark is where it stands.
--
-- Row-level security would keep the GIN index from being used: its condition
-- would have to be tested before "words @@ ..." (which is not LEAKPROOF), so
-- that every search read all rows of the municipality. Therefore each word
-- begins with its municipality's number ("7tkatu"): a search finds its own
-- municipality's words only, and reads nothing of the others. The policy lets
-- rows be read by that, and guards what is written as everywhere else.
CREATE TABLE matter_word (
    tenant_id BIGINT   NOT NULL,
    matter_id BIGINT   NOT NULL,
    words     TSVECTOR NOT NULL,
    PRIMARY KEY (tenant_id, matter_id)
);
CREATE INDEX matter_word_words ON matter_word USING GIN (words)
    WITH (fastupdate = off);
CREATE POLICY own_words ON matter_word USING (true)
    WITH CHECK (tenant_id = CAST(current_setting('kaiku.tenant') AS BIGINT));
CREATE TABLE index_mark (
    tenant_id BIGINT NOT NULL PRIMARY KEY,
    event_id  BIGINT NOT NULL
);
