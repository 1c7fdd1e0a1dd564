/*
 * facet.c: facets in the memory of a process, and which of them a filter lets
 * through.
 */
#include "matter/facet.h"

#include "base/str.h"
#include "geo/cell.h"
#include "matter/facet_store.h"
#include "matter/labels.h"
#include "place/place.h"
#include "tenant/memory.h"

#include <inttypes.h>
#include <stdlib.h>

static int by_id(const void *a, const void *b)
{
	const struct facet *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static enum err read_facets(struct db *db, struct arena *a,
			    const void **ret_what)
{
	struct facets *f = arena_alloc(a, sizeof(*f));
	enum err err = store_facets(db, a, f);

	if (err)
		return err;
	if (f->count)
		qsort((struct facet *)f->list, f->count, sizeof(*f->list),
		      by_id);
	*ret_what = f;
	return OK;
}

static enum err facets_still(struct db *db, const void *what, bool *ret_still)
{
	const struct facets *f = what;
	struct arena a = ARENA_INIT;
	int64_t now;
	enum err err = public_stamp(db, &a, &now);

	arena_release(&a);
	if (!err)
		*ret_still = now == f->stamp;
	return err;
}

static struct memory memory = {
	.read = read_facets, .still = facets_still, .by_age = true};

/* As they are now: another process may have made the first of a kind. */
enum err facets_get(struct db *db, const struct facets **ret_facets)
{
	const void *what;
	bool still = false;
	enum err err = memory_get(&memory, db, &what);

	if (!err)
		err = facets_still(db, what, &still);
	if (!err && !still) {
		memory_forget(&memory, db);
		err = memory_get(&memory, db, &what);
	}
	if (!err)
		*ret_facets = what;
	return err;
}

const struct facet *facet_find(const struct facets *all, int64_t id)
{
	const struct facet key = {.id = id};

	if (!all->count)
		return NULL;
	return bsearch(&key, all->list, all->count, sizeof(key), by_id);
}

/* ---- filters ---- */

static bool state_passes(enum handling h, enum public_state want)
{
	switch (want) {
	case STATE_ANY:
		return true;
	case STATE_PLANNED:
		return h == HANDLING_PLANNED;
	case STATE_DONE:
		return h == HANDLING_ANSWERED || h == HANDLING_CLOSED;
	case STATE_OPEN:
	case STATE__COUNT:
		break;
	}
	return h < HANDLING_PLANNED;
}

bool facet_passes(const struct facet *f, const struct publication_filter *want)
{
	if (want->topic_id && f->topic_id != want->topic_id)
		return false;
	if (want->unit_id && f->unit_id != want->unit_id)
		return false;
	if (want->answered && f->answered != (want->answered == ANSWERED_YES))
		return false;
	if (want->order == ORDER_ANSWERED && !f->answered)
		return false;
	if ((want->photo && !f->photo) ||
	    !state_passes(f->handling, want->state))
		return false;
	if (!str_empty(want->type) && !str_same(f->type, want->type))
		return false;
	return !want->area_id || facet_in_area(f->areas, want->area_id);
}

bool facet_wanted(const struct publication_filter *want)
{
	return want->facility_id || want->area_id || want->state ||
	       want->answered || want->photo;
}

/* Sums that were made: a list is asked for again and again. */
enum { SUMS = 64 };
static struct summed {
	int64_t tenant, stamp, total;
	struct publication_filter want; /* its type is one of type_names */
	struct facet_sum sum;
} sums[SUMS];
static size_t next_sum;

static bool same_facets(const struct publication_filter *a,
			const struct publication_filter *b)
{
	return a->topic_id == b->topic_id && a->unit_id == b->unit_id &&
	       a->area_id == b->area_id && a->state == b->state &&
	       a->answered == b->answered && a->photo == b->photo &&
	       (a->order == ORDER_ANSWERED) == (b->order == ORDER_ANSWERED) &&
	       a->type == b->type;
}

/* The same text for the same type, whoever asks. */
static const char *type_kept(const char *type)
{
	for (int i = 0; type && type_names[i]; i++)
		if (str_same(type_names[i], type))
			return type_names[i];
	return "";
}

struct facet_sum facet_sum(const struct db *db, const struct facets *all,
			   const struct publication_filter *want)
{
	struct summed s = {.tenant = db_tenant(db),
			   .stamp = all->stamp,
			   .total = all->total,
			   .want = *want};

	s.want.type = type_kept(want->type);
	for (size_t i = 0; i < SUMS; i++)
		if (sums[i].tenant == s.tenant && sums[i].stamp == s.stamp &&
		    sums[i].total == s.total &&
		    same_facets(&sums[i].want, &s.want))
			return sums[i].sum;
	for (size_t i = 0; i < all->count; i++)
		if (facet_passes(&all->list[i], want)) {
			s.sum.facets++;
			s.sum.matters += all->list[i].n;
		}
	sums[next_sum++ % SUMS] = s;
	return s.sum;
}

/* ---- areas ---- */

bool facet_in_area(const char *areas, int64_t area_id)
{
	char id[24];

	snprintf(id, sizeof(id), " %" PRId64 " ", area_id);
	return strstr(areas, id) != NULL;
}

enum err facet_areas(struct db *db, struct arena *a, int64_t cell,
		     const char **ret_areas)
{
	const struct area_book *book;
	struct geo_point p;
	struct str s;
	enum err err;

	*ret_areas = "";
	if (!cell)
		return OK;
	err = area_book(db, &book);
	if (err)
		return err;
	p = cell_middle(cell);
	str_init(&s, a, 64);
	for (size_t i = 0; i < book->count; i++)
		if (geo_inside(&book->areas[i].shape, p))
			str_printf(&s, "%s%" PRId64 " ", s.len ? "" : " ",
				   book->areas[i].id);
	*ret_areas = s.ptr;
	return OK;
}
