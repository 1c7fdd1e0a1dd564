-- What the public can search: one document each for a published message, later
-- a notice, an answer of the city, a contact. The words are lemmas (text/lemma.c),
-- each once, in byte order; weights has a letter for each (search/search.h).
CREATE TABLE search_doc (
    tenant_id BIGINT NOT NULL,
    id        BIGINT NOT NULL,           -- of what it is a document of
    kind      TEXT   NOT NULL,           -- matter, ...
    shown_at  BIGINT NOT NULL,           -- how old it is
    lat       DOUBLE PRECISION,
    lon       DOUBLE PRECISION,
    facets    TEXT   NOT NULL,           -- what it may be narrowed by
    words     TEXT   NOT NULL,
    weights   TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
-- The same for MATCH: facets and words. rowid is the document.
CREATE VIRTUAL TABLE search_word USING fts5(
    words, tenant_id UNINDEXED, detail=none, columnsize=0, tokenize = "ascii"
);
-- All words that are in a document now, and in how many. sure: in how many of
-- them it can be nothing else, so that it may be suggested.
CREATE TABLE search_lemma (
    tenant_id BIGINT NOT NULL,
    lemma     TEXT   NOT NULL,
    docs      BIGINT NOT NULL,
    sure      BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, lemma)
);
-- The forms by which a word with a wrong letter is found (text/typo.h).
CREATE TABLE search_typo (
    tenant_id BIGINT NOT NULL,
    form      TEXT   NOT NULL,
    lemma     TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, form, lemma)
);
-- How many documents there are.
CREATE TABLE search_total (
    tenant_id BIGINT NOT NULL PRIMARY KEY,
    docs      BIGINT NOT NULL
);
-- What was indexed by a program before this one is indexed again: matters up to
-- until_id, so far to matter_id, by this version of the words. No row: never.
CREATE TABLE search_mark (
    tenant_id BIGINT NOT NULL PRIMARY KEY,
    version   BIGINT NOT NULL,
    matter_id BIGINT NOT NULL,
    until_id  BIGINT NOT NULL
);
