/*
 * queue_store.c: which matters stand in a queue or fit a search, then their
 * rows: two queries a page, however many sources it has.
 */
#include "matter/matter_store.h"

#include "base/clock.h"
#include "matter/matter_sql.h"

static int64_t *join(struct arena *a, const int64_t *x, size_t nx,
		     const int64_t *y, size_t ny)
{
	int64_t *to = arena_array(a, nx + ny, sizeof(*to));

	if (nx)
		memcpy(to, x, nx * sizeof(*to));
	if (ny)
		memcpy(to + nx, y, ny * sizeof(*to));
	return to;
}

void ids_append(struct arena *a, struct id_list *to, const struct id_list *more)
{
	to->id = join(a, to->id, to->count, more->id, more->count);
	if (more->due)
		to->due = join(a, to->due, to->due ? to->count : 0, more->due,
			       more->count);
	to->count += more->count;
}

static int by_key(const void *x, const void *y)
{
	const struct queue_key *a = x, *b = y;

	if (a->due_at != b->due_at)
		return a->due_at < b->due_at ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

static int newest_first(const void *x, const void *y)
{
	const int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (b > a) - (b < a);
}

void ids_unite(struct arena *a, struct id_list *ids)
{
	struct queue_key *keys = arena_array(a, ids->count, sizeof(*keys));
	size_t n = 0;

	if (!ids->count)
		return;
	for (size_t i = 0; i < ids->count; i++)
		keys[i] = (struct queue_key){ids->due[i], ids->id[i]};
	qsort(keys, ids->count, sizeof(*keys), by_key);
	for (size_t i = 0; i < ids->count; i++) {
		if (n && keys[i].id == ids->id[n - 1])
			continue;
		ids->id[n] = keys[i].id;
		ids->due[n++] = keys[i].due_at;
	}
	ids->count = n;
}

void ids_unite_newest(struct id_list *ids)
{
	size_t n = 0;

	if (!ids->count)
		return;
	qsort(ids->id, ids->count, sizeof(*ids->id), newest_first);
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
		[IDS_TRIAGE] = {&Q_queue_triage, 9},
		[IDS_UNIT] = {&Q_queue_unit, 10},
		[IDS_MINE] = {&Q_queue_mine, 10},
		[IDS_ALL] = {&Q_queue_all, 9},
		[IDS_CALLS] = {&Q_queue_calls, 9},
		[IDS_MAILS] = {&Q_queue_mails, 9},
		[IDS_OF_HANDLER] = {&Q_queue_of_handler, 5},
		[IDS_OF_UNIT] = {&Q_queue_of_unit, 5},
	};
	const struct sql_arg args[] = {
		ARG_INT(w->query == IDS_OF_UNIT ? w->unit_id : w->staff_id),
		ARG_INT(w->after.due_at),
		ARG_INT(w->after.id),
		ARG_INT(w->limit),
		ARG_INT(w->due_max ? w->due_max : DUE_NONE),
		ARG_INT(w->filter.topic_id),
		ARG_INT(w->filter.unit_id),
		ARG_TEXT(w->filter.type ? w->filter.type : ""),
		ARG_TEXT(w->filter.lang ? w->filter.lang : ""),
		ARG_INT(w->unit_id),
	};
	struct id_list ids = {0};
	struct rows *r;
	enum err err;

	err = db_rows(db, a, queries[w->query].query, args,
		      queries[w->query].argc, &r);
	if (err)
		return err;
	ids.id = arena_array(a, rows_count(r), sizeof(*ids.id));
	ids.due = arena_array(a, rows_count(r), sizeof(*ids.due));
	while (rows_next(r)) {
		ids.id[ids.count] = rows_int(r, 0);
		ids.due[ids.count++] = rows_int(r, 1);
	}
	*ret_ids = ids;
	return OK;
}

static struct queue_row read_row(const struct rows *r, enum lang lang)
{
	struct queue_row row = {
		.m = store_matter(r),
		.topic_name = rows_text(r, MATTER_COLUMNS + (int)lang),
		.unit_name = rows_text(r, MATTER_COLUMNS + 3 + (int)lang),
		.handler_name = rows_text(r, MATTER_COLUMNS + 6),
	};

	row.due_at = row.m.due_at == DUE_NONE ? 0 : row.m.due_at;
	return row;
}

/* As the ids stand: what may not be seen leaves no gap. */
static size_t in_order(const struct id_list *ids, const struct queue_row *rows,
		       size_t n, struct queue_row *to)
{
	size_t count = 0;

	for (size_t i = 0; i < ids->count; i++)
		for (size_t k = 0; k < n; k++)
			if (rows[k].m.id == ids->id[i])
				to[count++] = rows[k];
	return count;
}

enum err store_queue_rows(struct db *db, struct arena *a,
			  const struct session *s, const struct id_list *ids,
			  struct queue_row **ret_list, size_t *ret_count)
{
	struct sql_arg args[2 + QUEUE_PAGE];
	struct queue_row *list, *sorted;
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
	/* An id that was asked for twice is there twice. */
	sorted = arena_array(a, ids->count, sizeof(*sorted));
	*ret_count = in_order(ids, list, n, sorted);
	*ret_list = sorted;
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
