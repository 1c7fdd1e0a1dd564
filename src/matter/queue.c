/*
 * queue.c: what waits for whom. Everything is within the rights of the person
 * who asks: the queries know them.
 */
#include "base/clock.h"
#include "matter/matter_store.h"
#include "matter/rules.h"
#include "staff/absence.h"

/*
 * A queue is one list of ids, or several that are put in order. Of a person
 * with more units than this one list of everything is cheaper to filter.
 */
enum { SOURCES_MAX = 32, STANDS_IN_MAX = 20 };
struct sources {
	struct ids_wanted list[SOURCES_MAX + 1 + STANDS_IN_MAX];
	size_t count;
};

static void add_source(struct sources *s, enum ids_query query, int64_t unit_id)
{
	s->list[s->count++] = (struct ids_wanted){
		.query = query,
		.unit_id = unit_id,
	};
}

static void add_units(struct sources *s, const struct unit_set *units)
{
	for (size_t i = 0; i < units->count; i++)
		add_source(s, IDS_UNIT, units->ids[i]);
}

/* In one's own hands, and in those of people one stands in for. */
static enum err sources_of_mine(struct db *db, struct arena *a,
				const struct session *s, struct sources *to)
{
	struct absence *list;
	size_t n;
	enum err err;

	add_source(to, IDS_MINE, s->staff_id);
	err = absence_covered(db, a, s->staff_id, &list, &n);
	if (err)
		return err;
	for (size_t i = 0; i < n && i < STANDS_IN_MAX; i++)
		add_source(to, IDS_MINE, list[i].staff_id);
	return OK;
}

/* "My units" of somebody who may handle everything is the own one. */
static enum err sources_of_unit(struct db *db, struct arena *a,
				const struct session *s, struct sources *to)
{
	struct unit_set units;
	enum err err;

	err = staff_units(db, a, s, PERM_HANDLE, &units);
	if (err)
		return err;
	if (units.all || units.count > SOURCES_MAX) {
		if (s->unit_id)
			add_source(to, IDS_UNIT, s->unit_id);
		return OK;
	}
	add_units(to, &units);
	return OK;
}

static enum err sources_of_all(struct db *db, struct arena *a,
			       const struct session *s, struct sources *to)
{
	struct unit_set units;
	enum err err;

	err = staff_units(db, a, s, PERM_HANDLE | PERM_TRIAGE, &units);
	if (err)
		return err;
	if (units.all || units.count >= SOURCES_MAX) {
		add_source(to, IDS_ALL, 0);
		return units.all ? OK : sources_of_mine(db, a, s, to);
	}
	add_units(to, &units);
	return sources_of_mine(db, a, s, to);
}

static enum err sources_of(struct db *db, struct arena *a,
			   const struct session *s, enum queue q,
			   struct sources *ret_sources)
{
	struct sources to = {.count = 0};
	enum err err = OK;

	switch (q) {
	case QUEUE_TRIAGE:
		if (staff_may(db, a, s, PERM_TRIAGE | PERM_HANDLE, 0))
			add_source(&to, IDS_TRIAGE, 0);
		break;
	case QUEUE_UNIT:
		err = sources_of_unit(db, a, s, &to);
		break;
	case QUEUE_MINE:
		err = sources_of_mine(db, a, s, &to);
		break;
	case QUEUE_CALLS:
		add_source(&to, IDS_CALLS, 0);
		break;
	case QUEUE_MAILS:
		add_source(&to, IDS_MAILS, 0);
		break;
	case QUEUE_LATE:
	case QUEUE_ALL:
		err = sources_of_all(db, a, s, &to);
		break;
	}
	if (err)
		return err;
	*ret_sources = to;
	return OK;
}

/* The first ids of the queue after a place in it. */
static enum err queue_ids(struct db *db, struct arena *a,
			  const struct session *s, enum queue q,
			  const struct ids_wanted *page,
			  struct id_list *ret_ids)
{
	struct id_list ids = {0}, more;
	struct sources from;
	enum err err;

	err = sources_of(db, a, s, q, &from);
	if (err)
		return err;
	for (size_t i = 0; i < from.count; i++) {
		struct ids_wanted w = from.list[i];

		w.staff_id = s->staff_id;
		w.after = page->after;
		w.limit = page->limit;
		w.filter = page->filter;
		w.due_max = q == QUEUE_LATE || w.filter.late
				    ? clock_now_us() - 1
				    : 0;
		err = store_ids(db, a, &w, &more);
		if (err)
			return err;
		ids_append(a, &ids, &more);
	}
	ids_unite(a, &ids);
	if (ids.count > (size_t)page->limit)
		ids.count = (size_t)page->limit;
	*ret_ids = ids;
	return OK;
}

/* Past the nearest promise. */
void mark_late(struct queue_row *list, size_t n)
{
	int64_t now = clock_now_us();

	for (size_t i = 0; i < n; i++)
		list[i].late = list[i].due_at && list[i].due_at < now;
}

enum err matter_queue(struct db *db, struct arena *a, const struct session *s,
		      const struct queue_want *want,
		      struct queue_row **ret_list, size_t *ret_count)
{
	const struct ids_wanted page = {.after = want->after,
					.filter = want->filter,
					.limit = QUEUE_PAGE};
	struct id_list ids;
	enum err err;

	err = queue_ids(db, a, s, want->queue, &page, &ids);
	if (err)
		return err;
	ids.lang = want->lang;
	err = store_queue_rows(db, a, s, &ids, ret_list, ret_count);
	if (!err)
		mark_late(*ret_list, *ret_count);
	return err;
}

enum err matter_rows(struct db *db, struct arena *a, const struct session *s,
		     const struct rows_want *want, struct queue_row **ret_list,
		     size_t *ret_count)
{
	const struct id_list ids = {
		.id = want->ids,
		.count = want->count < QUEUE_PAGE ? want->count : QUEUE_PAGE,
		.lang = want->lang,
	};
	enum err err = store_queue_rows(db, a, s, &ids, ret_list, ret_count);

	if (!err)
		mark_late(*ret_list, *ret_count);
	return err;
}

static enum err count(struct db *db, struct arena *a, const struct session *s,
		      enum queue q, int64_t *ret_count)
{
	const struct ids_wanted page = {.limit = QUEUE_COUNT_MAX};
	struct id_list ids;
	enum err err;

	err = queue_ids(db, a, s, q, &page, &ids);
	if (!err)
		*ret_count = (int64_t)ids.count;
	return err;
}

enum err matter_queue_counts(struct db *db, struct arena *a,
			     const struct session *s,
			     struct queue_counts *ret_counts)
{
	struct queue_counts c = {0};
	enum err err;

	err = count(db, a, s, QUEUE_TRIAGE, &c.triage);
	if (!err)
		err = count(db, a, s, QUEUE_UNIT, &c.unit);
	if (!err)
		err = count(db, a, s, QUEUE_MINE, &c.mine);
	if (!err)
		err = count(db, a, s, QUEUE_LATE, &c.late);
	if (!err)
		err = count(db, a, s, QUEUE_CALLS, &c.calls);
	if (!err)
		err = count(db, a, s, QUEUE_MAILS, &c.mails);
	if (!err)
		err = count(db, a, s, QUEUE_ALL, &c.all);
	if (!err)
		*ret_counts = c;
	return err;
}
