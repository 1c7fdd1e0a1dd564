/*
 * index_store.c: see index_store.h.
 */
#include "matter/index_store.h"

#include "base/str.h"
#include "matter/index_sql.h"
#include "matter/matter_sql.h"
#include "matter/public_search.h"

enum err store_index_find(struct db *db, struct arena *a,
			  const char *expression, int64_t before_id, int limit,
			  struct rows **ret_rows)
{
	return db_rows(
		db, a, &Q_index_find,
		ARGS(ARG_TEXT(expression), ARG_INT(before_id), ARG_INT(limit)),
		ret_rows);
}

enum err store_index_put(struct db *db, int64_t matter_id, const char *words)
{
	return db_send(db, &Q_index_put,
		       ARGS(ARG_INT(matter_id), ARG_TEXT(words)));
}

enum err store_index_delete(struct db *db, int64_t matter_id)
{
	return db_send(db, &Q_index_delete, ARGS(ARG_INT(matter_id)));
}

enum err store_index_texts(struct db *db, struct arena *a, int64_t matter_id,
			   struct rows **ret_rows)
{
	return db_rows(db, a, &Q_index_texts, ARGS(ARG_INT(matter_id)),
		       ret_rows);
}

/* ---- marks ---- */

enum err store_index_mark(struct db *db, struct arena *a, int64_t *ret_event_id)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_index_mark, NO_ARGS, &r);

	if (!err)
		*ret_event_id = rows_next(r) ? rows_int(r, 0) : 0;
	return err;
}

enum err store_index_move(struct db *db, int64_t from, int64_t to)
{
	int64_t moved;
	enum err err = db_exec(db, &Q_index_mark_first, NO_ARGS);

	if (!err)
		err = db_change(db, &Q_index_mark_move,
				ARGS(ARG_INT(from), ARG_INT(to)), &moved);
	if (err)
		return err;
	return moved ? OK : ERR_CONFLICT;
}

enum err store_reindex_mark(struct db *db, struct arena *a,
			    struct reindex_mark *ret_mark)
{
	struct reindex_mark m = {0};
	struct rows *r;
	enum err err = db_rows(db, a, &Q_reindex_mark, NO_ARGS, &r);

	if (err)
		return err;
	if (rows_next(r))
		m = (struct reindex_mark){rows_int(r, 0), rows_int(r, 1),
					  rows_int(r, 2)};
	*ret_mark = m;
	return OK;
}

enum err store_reindex_begin(struct db *db, int64_t version, int64_t until_id)
{
	return db_exec(db, &Q_reindex_begin,
		       ARGS(ARG_INT(version), ARG_INT(until_id)));
}

enum err store_reindex_move(struct db *db, int64_t from, int64_t to)
{
	int64_t moved;
	enum err err = db_change(db, &Q_reindex_move,
				 ARGS(ARG_INT(from), ARG_INT(to)), &moved);

	if (err)
		return err;
	return moved ? OK : ERR_CONFLICT;
}

enum err store_reindex_matters(struct db *db, struct arena *a,
			       const struct reindex_mark *m, int limit,
			       struct rows **ret_rows)
{
	return db_rows(db, a, &Q_reindex_matters,
		       ARGS(ARG_INT(m->matter_id), ARG_INT(m->until_id),
			    ARG_INT(limit)),
		       ret_rows);
}

/* ---- what is public ---- */

static void add_text(struct search_doc *d, enum lang lang, const char *text,
		     enum search_weight weight)
{
	d->texts[d->text_count].text = text;
	d->texts[d->text_count].lang = lang;
	d->texts[d->text_count++].weight = weight;
}

static void read_public(struct arena *a, const struct rows *r,
			struct search_doc *d)
{
	enum lang lang = LANG_FI;

	lang_parse(rows_text(r, 0), &lang);
	add_text(d, lang, rows_text(r, 1), WEIGHT_TITLE);
	add_text(d, lang, rows_text(r, 2), WEIGHT_BODY);
	add_text(d, lang, rows_text(r, 3), WEIGHT_PLACE);
	if (str_same(rows_text(r, 6), "public"))
		add_text(d, lang, rows_text(r, 4), WEIGHT_BODY);
	d->shown_at = rows_int(r, 7);
	d->facets[0] = public_facet_type(a, rows_text(r, 8));
	d->facets[1] = public_facet_topic(a, rows_int(r, 9));
	d->facets[2] = public_facet_unit(a, rows_int(r, 10));
	d->facet_count = 3;
	/* Where it is counts only where it may be told. */
	d->has_point = *rows_text(r, 3) && !rows_null(r, 11);
	d->lat = d->has_point ? rows_real(r, 11) : 0;
	d->lon = d->has_point ? rows_real(r, 12) : 0;
}

enum err store_index_version(struct db *db, struct arena *a, int64_t matter_id,
			     int64_t *ret_version)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_index_version, ARGS(ARG_INT(matter_id)), &r);

	if (!err)
		*ret_version = rows_next(r) ? rows_int(r, 0) : 0;
	return err;
}

enum err store_index_public(struct db *db, struct arena *a, int64_t matter_id,
			    struct search_doc *ret_doc, int64_t *ret_version)
{
	struct search_doc d = {.kind = PUBLIC_KIND, .id = matter_id};
	struct rows *r;
	enum err err = db_rows(db, a, &Q_index_publication,
			       ARGS(ARG_INT(matter_id)), &r);

	if (err)
		return err;
	if (!rows_next(r) || !str_same(rows_text(r, 5), "public"))
		return ERR_NOT_FOUND;
	read_public(a, r, &d);
	*ret_doc = d;
	*ret_version = rows_int(r, 13);
	return OK;
}
