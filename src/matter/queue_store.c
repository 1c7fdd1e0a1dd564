/*
 * queue_store.c: which matters stand in a queue or fit a search, then their
 * rows: two queries a page, however many sources it has.
 */
#include "matter/matter_store.h"

#include "base/clock.h"
#include "matter/matter_sql.h"

void ids_append(struct arena *a, struct id_list *to, const struct id_list *more)
{
	int64_t *id = arena_array(a, to->count + more->count, sizeof(*id));

	if (to->count)
		memcpy(id, to->id, to->count * sizeof(*id));
	if (more->count)
		memcpy(id + to->count, more->id, more->count * sizeof(*id));
	to->id = id;
	to->count += more->count;
}

static int oldest_first(const void *x, const void *y)
{
	const int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

static int newest_first(const void *x, const void *y)
{
	return oldest_first(y, x);
}

void ids_unite(struct id_list *ids, bool newest)
{
	size_t n = 0;

	if (!ids->count)
		return;
	qsort(ids->id, ids->count, sizeof(*ids->id),
	      newest ? newest_first : oldest_first);
	for (size_t i = 0; i < ids->count; i++)
		if (!n || ids->id[i] != ids->id[n - 1])
			ids->id[n++] = ids->id[i];
	ids->count = n;
}

static enum err read_ids(struct db *db, struct arena *a,
			 const struct sql_query *q, const struct sql_arg *argv,
			 size_t argc, struct id_list *ret_ids)
{
	struct id_list ids = {0};
	struct rows *r;
	enum err err;

	err = db_rows(db, a, q, argv, argc, &r);
	if (err)
		return err;
	ids.id = arena_array(a, rows_count(r), sizeof(*ids.id));
	while (rows_next(r))
		ids.id[ids.count++] = rows_int(r, 0);
	*ret_ids = ids;
	return OK;
}

enum err store_ids(struct db *db, struct arena *a, const struct ids_wanted *w,
		   struct id_list *ret_ids)
{
	static const struct {
		const struct sql_query *query;
		size_t argc;
	} queries[] = {
		[IDS_TRIAGE] = {&Q_queue_triage, 3},
		[IDS_UNIT] = {&Q_queue_unit, 4},
		[IDS_MINE] = {&Q_queue_mine, 4},
		[IDS_ALL] = {&Q_queue_all, 3},
		[IDS_OF_HANDLER] = {&Q_queue_of_handler, 3},
		[IDS_OF_UNIT] = {&Q_queue_of_unit, 3},
	};
	const struct sql_arg args[] = {
		ARG_INT(w->query == IDS_OF_UNIT ? w->unit_id : w->staff_id),
		ARG_INT(w->after_id),
		ARG_INT(w->limit),
		ARG_INT(w->unit_id),
	};

	return read_ids(db, a, queries[w->query].query, args,
			queries[w->query].argc, ret_ids);
}

static struct queue_row read_row(const struct rows *r, enum lang lang)
{
	struct queue_row row = {
		.m = store_matter(r),
		.topic_name = rows_text(r, MATTER_COLUMNS + (int)lang),
		.unit_name = rows_text(r, MATTER_COLUMNS + 3 + (int)lang),
		.handler_name = rows_text(r, MATTER_COLUMNS + 6),
		.due_at = rows_int(r, MATTER_COLUMNS + 7),
	};

	return row;
}

static int by_id(const void *x, const void *y)
{
	const struct queue_row *a = x, *b = y;

	return (a->m.id > b->m.id) - (a->m.id < b->m.id);
}

enum err store_queue_rows(struct db *db, struct arena *a,
			  const struct session *s, const struct id_list *ids,

			  struct queue_row **ret_list, size_t *ret_count)
{
	struct sql_arg args[2 + QUEUE_PAGE];
	struct queue_row *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	args[0] = ARG_INT(s->staff_id);
	for (size_t i = 0; i < QUEUE_PAGE; i++)
		args[1 + i] = ARG_INT(i < ids->count ? ids->id[i] : 0);
	args[1 + QUEUE_PAGE] = ARG_INT(clock_now_us());
	err = db_rows(db, a, &Q_queue_rows, args, 2 + QUEUE_PAGE, &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = read_row(r, ids->lang);
	qsort(list, n, sizeof(*list), by_id);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err store_search(struct db *db, struct arena *a, enum search_query q,
		      const char *key, const char *second,
		      struct id_list *ret_ids)
{
	static const struct sql_query *const queries[] = {
		[SEARCH_BY_MAIL] = &Q_search_mail,
		[SEARCH_BY_PHONE] = &Q_search_phone,
		[SEARCH_BY_NAME] = &Q_search_name,
		[SEARCH_BY_TWO_NAMES] = &Q_search_two_names,
		[SEARCH_BY_NAME_START] = &Q_search_name_start,
	};
	const struct sql_arg limit = ARG_INT(SEARCH_CANDIDATES);

	if (q == SEARCH_BY_NAME_START) /* up to the last code point */
		second = arena_printf(a, "%s\xf4\x8f\xbf\xbf", key);
	if (second)
		return read_ids(db, a, queries[q],
				ARGS(ARG_TEXT(key), ARG_TEXT(second), limit),
				ret_ids);
	return read_ids(db, a, queries[q], ARGS(ARG_TEXT(key), limit), ret_ids);
}
