/*
 * search_store.c: see search_store.h.
 */
#include "search/search_store.h"

#include "base/shared.h"
#include "base/str.h"
#include "search/search_sql.h"

/* No change is due then. */
#define FORGOTTEN INT64_MAX

enum { KNOWN_AT_ONCE = 12, NEAR_LOOKED = 2000 };

enum err store_doc_get(struct db *db, struct arena *a, int64_t id,
		       struct stored_doc *ret_doc)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_search_doc_get, ARGS(ARG_INT(id)), &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_doc = (struct stored_doc){rows_text(r, 0), rows_text(r, 1),
				       rows_text(r, 2)};
	return OK;
}

enum err store_doc_put(struct db *db, struct arena *a,
		       const struct search_words *w)
{
	const struct search_doc *d = w->doc;
	const char *all = arena_printf(a, "%s %s", w->facets, w->words);
	enum err err = db_send(db, &Q_search_doc_put,
			       ARGS(ARG_INT(d->id), ARG_TEXT(d->kind),
				    ARG_INT(d->shown_at),
				    d->has_point ? ARG_REAL(d->lat) : ARG_NULL,
				    d->has_point ? ARG_REAL(d->lon) : ARG_NULL,
				    ARG_TEXT(w->facets), ARG_TEXT(w->words),
				    ARG_TEXT(w->weights)));

	if (err)
		return err;
	return db_send(db, &Q_search_word_put,
		       ARGS(ARG_INT(d->id), ARG_TEXT(all)));
}

enum err store_doc_delete(struct db *db, int64_t id)
{
	enum err err = db_send(db, &Q_search_doc_delete, ARGS(ARG_INT(id)));

	return err ? err
		   : db_send(db, &Q_search_word_delete, ARGS(ARG_INT(id)));
}

enum err store_total(struct db *db, struct arena *a, int64_t *ret_docs)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_search_total, NO_ARGS, &r);

	if (!err)
		*ret_docs = rows_next(r) ? rows_int(r, 0) : 0;
	return err;
}

enum err store_total_add(struct db *db, int64_t docs)
{
	return db_send(db, &Q_search_total_add, ARGS(ARG_INT(docs)));
}

/* ---- words ---- */

static enum err send_forms(struct db *db, struct arena *a,
			   const struct sql_query *q, const char *lemma)
{
	const char *forms[TYPO_FORMS];
	size_t n = typo_forms(a, lemma, forms);
	enum err err = OK;

	for (size_t i = 0; i < n && !err; i++)
		err = db_send(db, q, ARGS(ARG_TEXT(forms[i]), ARG_TEXT(lemma)));
	return err;
}

static enum err send_gone(struct db *db, struct arena *a, const char *lemma)
{
	enum err err = db_send(db, &Q_search_lemma_gone, ARGS(ARG_TEXT(lemma)));

	return err ? err : send_forms(db, a, &Q_search_typo_delete, lemma);
}

enum err store_lemma_change(struct db *db, struct arena *a,
			    const struct known_lemma *now, int64_t docs,
			    int64_t sure)
{
	enum err err;

	if (now->docs + docs <= 0)
		return send_gone(db, a, now->lemma);
	if (docs < 0)
		return db_send(db, &Q_search_lemma_less,
			       ARGS(ARG_TEXT(now->lemma), ARG_INT(-docs),
				    ARG_INT(-sure)));
	err = db_send(db, &Q_search_lemma_add,
		      ARGS(ARG_TEXT(now->lemma), ARG_INT(docs), ARG_INT(sure)));
	/* Only a word that is sure somewhere can be meant. */
	if (!err && now->sure <= 0 && sure > 0)
		err = send_forms(db, a, &Q_search_typo_put, now->lemma);
	return err;
}

static struct known_list read_known(struct arena *a, struct rows *r)
{
	struct known_list k = {
		.list = arena_array(a, rows_count(r) + 1, sizeof(*k.list))};

	while (rows_next(r))
		k.list[k.count++] = (struct known_lemma){
			rows_text(r, 0), rows_int(r, 1), rows_int(r, 2)};
	return k;
}

/* $2 onwards: the texts, then NULLs. */
static void fill_texts(struct sql_arg *args, size_t room,
		       const char *const *texts, size_t count)
{
	for (size_t i = 0; i < room; i++)
		args[i] = i < count ? ARG_TEXT(texts[i]) : ARG_NULL;
}

enum err store_lemmas_known(struct db *db, struct arena *a,
			    const char *const *words, size_t count,
			    struct known_list *ret_known)
{
	struct known_list all = {
		.list = arena_array(a, count + 1, sizeof(*all.list))};
	struct sql_arg args[KNOWN_AT_ONCE];

	for (size_t at = 0; at < count; at += KNOWN_AT_ONCE) {
		struct known_list some;
		struct rows *r;
		enum err err;

		fill_texts(args, KNOWN_AT_ONCE, words + at, count - at);
		err = db_rows(db, a, &Q_search_lemmas_known, args,
			      KNOWN_AT_ONCE, &r);
		if (err)
			return err;
		some = read_known(a, r);
		memcpy(all.list + all.count, some.list,
		       some.count * sizeof(*all.list));
		all.count += some.count;
	}
	*ret_known = all;
	return OK;
}

enum err store_lemmas_begin(struct db *db, struct arena *a, const char *start,
			    int limit, struct known_list *ret_known)
{
	/* The last code point of all ends what begins so. */
	const char *end = arena_printf(a, "%s\xf4\x8f\xbf\xbf", start);
	struct rows *r;
	enum err err = db_rows(
		db, a, &Q_search_lemmas_begin,
		ARGS(ARG_TEXT(start), ARG_TEXT(end), ARG_INT(limit)), &r);

	if (!err)
		*ret_known = read_known(a, r);
	return err;
}

enum err store_lemmas_near(struct db *db, struct arena *a,
			   const char *const forms[TYPO_FORMS], size_t count,
			   const char ***ret_lemmas, size_t *ret_count)
{
	struct sql_arg args[TYPO_FORMS + 1];
	const char **lemmas;
	struct rows *r;
	size_t n = 0;
	enum err err;

	fill_texts(args, TYPO_FORMS, forms, count);
	args[TYPO_FORMS] = ARG_INT(NEAR_LOOKED);
	err = db_rows(db, a, &Q_search_lemmas_near, args, TYPO_FORMS + 1, &r);
	if (err)
		return err;
	lemmas = arena_array(a, rows_count(r) + 1, sizeof(*lemmas));
	while (rows_next(r))
		if (!n || !str_same(lemmas[n - 1], rows_text(r, 0)))
			lemmas[n++] = rows_text(r, 0);
	*ret_lemmas = lemmas;
	*ret_count = n;
	return OK;
}

/* ---- what is indexed after the commit ---- */

enum err store_later_put(struct db *db, const char *what, int64_t id,
			 int64_t due_at)
{
	shared_wake_jobs(db_tenant(db));
	return db_send(db, &Q_search_later_put,
		       ARGS(ARG_TEXT(what), ARG_INT(id), ARG_INT(db_new_id(db)),
			    ARG_INT(due_at)));
}

enum err store_later_due(struct db *db, struct arena *a, int64_t now, int limit,
			 struct later **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_search_later_due,
			       ARGS(ARG_INT(now), ARG_INT(limit)), &r);

	if (err)
		return err;
	*ret_list = arena_array(a, rows_count(r) + 1, sizeof(**ret_list));
	for (*ret_count = 0; rows_next(r); ++*ret_count)
		(*ret_list)[*ret_count] = (struct later){
			rows_text(r, 0), rows_int(r, 1), rows_int(r, 2)};
	return OK;
}

enum err store_later_done(struct db *db, const struct later *l,
			  int64_t again_at, bool *ret_still)
{
	int64_t n;
	enum err err = db_change(db, &Q_search_later_done,
				 ARGS(ARG_TEXT(l->what), ARG_INT(l->id),
				      ARG_INT(l->stamp),
				      ARG_INT(again_at ? again_at : FORGOTTEN)),
				 &n);

	*ret_still = !err && n > 0;
	return err;
}

enum err store_later_forget(struct db *db)
{
	return db_send(db, &Q_search_later_gone, ARGS(ARG_INT(FORGOTTEN)));
}

/* ---- finding ---- */

static struct candidate read_candidate(const struct rows *r)
{
	return (struct candidate){
		.id = rows_int(r, 0),
		.kind = rows_text(r, 1),
		.shown_at = rows_int(r, 2),
		.has_point = !rows_null(r, 3),
		.lat = rows_real(r, 3),
		.lon = rows_real(r, 4),
		.words = rows_text(r, 5),
		.weights = rows_text(r, 6),
	};
}

enum err store_find(struct db *db, struct arena *a, const char *expression,
		    int limit, struct candidate **ret_list, size_t *ret_count)
{
	struct candidate *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_search_find,
			       ARGS(ARG_TEXT(expression), ARG_INT(limit)), &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = read_candidate(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}
