-- Staff search by words. Filled after COMMIT by the job "index", which walks
-- the events in order; index_mark is where it stands. rowid is the matter.
-- The words come cut and in lower case (text/words.c), so the tokenizer only
-- splits at spaces: "ascii" takes every byte above 127 as a letter.
CREATE VIRTUAL TABLE matter_word USING fts5(
    words, tenant_id UNINDEXED, detail=none, columnsize=0, tokenize = "ascii"
);
CREATE TABLE index_mark (
    tenant_id BIGINT NOT NULL PRIMARY KEY,
    event_id  BIGINT NOT NULL
);
