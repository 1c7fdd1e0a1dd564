-- search.sql: documents everybody may find, the words they are found by, and
-- all words that are in one.

-- ---- documents ----

-- name: search_doc_get
-- As it is now.
SELECT words, weights, facets
  FROM search_doc
 WHERE tenant_id = $1 AND id = $2

-- name: search_doc_put
-- A document and what ranks it.
INSERT INTO search_doc (tenant_id, id, kind, shown_at, lat, lon, facets, words,
                        weights)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (tenant_id, id) DO UPDATE
   SET kind = excluded.kind, shown_at = excluded.shown_at, lat = excluded.lat,
       lon = excluded.lon, facets = excluded.facets, words = excluded.words,
       weights = excluded.weights

-- name: search_doc_delete
-- Nobody finds it any more.
DELETE FROM search_doc
 WHERE tenant_id = $1 AND id = $2

-- name: search_word_put
-- Its facets and words, $3, replace those it had.
INSERT OR REPLACE INTO search_word (tenant_id, rowid, words)
VALUES ($1, $2, $3)
-- engine: postgres
INSERT INTO search_word (tenant_id, rowid, words)
SELECT $1, $2,
       array_to_tsvector(ARRAY(
           SELECT CAST($1 AS BIGINT) || 't' || w
             FROM unnest(string_to_array(CAST($3 AS TEXT), ' ')) AS w))
    ON CONFLICT (tenant_id, rowid) DO UPDATE SET words = EXCLUDED.words

-- name: search_word_delete
-- With its document.
DELETE FROM search_word
 WHERE tenant_id = $1 AND rowid = $2

-- name: search_find
-- The newest documents that answer $2 ("(~katuvalo|~lamppu)&~rikki", "~" before
-- each word), with what ranks them. PostgreSQL collects first, as index_find.
-- plan: scan ok
SELECT d.id, d.kind, d.shown_at, d.lat, d.lon, d.words, d.weights
  FROM search_word
 CROSS JOIN search_doc d
 WHERE search_word MATCH replace(replace(replace($2, '~', ''),
                                         '&', ' AND '), '|', ' OR ')
   AND search_word.tenant_id = $1
   AND d.tenant_id = $1 AND d.id = search_word.rowid
 ORDER BY search_word.rowid DESC
 LIMIT $3
-- engine: postgres
WITH found AS MATERIALIZED (
    SELECT rowid
      FROM search_word
     WHERE tenant_id = $1
       AND words @@ CAST(replace(CAST($2 AS TEXT), '~',
                                 CAST($1 AS BIGINT) || 't') AS TSQUERY)
), newest AS MATERIALIZED (
    SELECT rowid
      FROM found
     ORDER BY rowid DESC
     LIMIT $3
)
SELECT d.id, d.kind, d.shown_at, d.lat, d.lon, d.words, d.weights
  FROM newest
  JOIN search_doc d ON d.tenant_id = $1 AND d.id = newest.rowid
 ORDER BY d.id DESC

-- name: search_total
-- How many documents there are.
SELECT docs
  FROM search_total
 WHERE tenant_id = $1

-- name: search_total_add
-- $2 more; less when it is negative.
INSERT INTO search_total (tenant_id, docs)
VALUES ($1, $2)
ON CONFLICT (tenant_id) DO UPDATE SET docs = search_total.docs + excluded.docs

-- ---- all words ----

-- name: search_lemma_add
-- In $3 more documents, in $4 of them for sure.
INSERT INTO search_lemma (tenant_id, lemma, docs, sure)
VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, lemma) DO UPDATE
   SET docs = search_lemma.docs + excluded.docs,
       sure = search_lemma.sure + excluded.sure

-- name: search_lemma_gone
-- A word no document has any more.
DELETE FROM search_lemma
 WHERE tenant_id = $1 AND lemma = $2

-- name: search_lemma_less
-- In $3 fewer documents.
UPDATE search_lemma
   SET docs = docs - $3, sure = sure - $4
 WHERE tenant_id = $1 AND lemma = $2

-- name: search_typo_put
-- A form, $2, of a new word.
INSERT INTO search_typo (tenant_id, form, lemma)
VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, form, lemma) DO NOTHING

-- name: search_typo_delete
-- With its word.
DELETE FROM search_typo
 WHERE tenant_id = $1 AND form = $2 AND lemma = $3

-- name: search_lemmas_known
-- In how many documents these words are.
SELECT lemma, docs, sure
  FROM search_lemma
 WHERE tenant_id = $1
   AND lemma IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: search_lemmas_begin
-- The most frequent words from $2 to before $3.
SELECT lemma, docs, sure
  FROM search_lemma
 WHERE tenant_id = $1 AND lemma >= $2 AND lemma < $3 AND sure > 0
 ORDER BY sure DESC, lemma
 LIMIT $4

-- name: search_lemmas_near
-- Words that share one of these forms; one that shares several comes as often.
-- No join: planned while the tables are empty it would read all of both.
SELECT lemma
  FROM search_typo
 WHERE tenant_id = $1
   AND form IN ($2, $3, $4, $5, $6, $7, $8, $9)
 ORDER BY lemma
 LIMIT $10

-- ---- what is indexed after the commit ----

-- name: search_later_put
-- $3 of kind $2 has changed, or will at $5.
INSERT INTO search_later (tenant_id, what, id, stamp, due_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, what, id) DO UPDATE
   SET stamp = excluded.stamp, due_at = excluded.due_at

-- name: search_later_due
-- What is to be looked at now.
SELECT what, id, stamp
  FROM search_later
 WHERE tenant_id = $1 AND due_at <= $2
 ORDER BY due_at, what, id
 LIMIT $3

-- name: search_later_done
-- Nothing happens to one that has changed since. $5: it changes by itself then.
UPDATE search_later
   SET due_at = $5
 WHERE tenant_id = $1 AND what = $2 AND id = $3 AND stamp = $4

-- name: search_later_gone
-- Those that will not change by themselves.
DELETE FROM search_later
 WHERE tenant_id = $1 AND due_at = $2
