/*
 * public_search.c: published messages, found by words.
 */
#include "matter/public_search.h"

#include "base/str.h"
#include "matter/facet.h"

#include <inttypes.h>

const char *public_facet_type(struct arena *a, const char *type)
{
	return arena_printf(a, "y%s", type);
}

const char *public_facet_topic(struct arena *a, int64_t topic_id)
{
	return arena_printf(a, "t%" PRId64, topic_id);
}

const char *public_facet_unit(struct arena *a, int64_t unit_id)
{
	return arena_printf(a, "u%" PRId64, unit_id);
}

static void narrow(struct arena *a, struct search_wanted *w, const char *facet)
{
	const char **either = arena_array(a, 2, sizeof(*either));

	either[0] = facet;
	either[1] = NULL;
	w->facets[w->facet_count++] = either;
}

static struct search_wanted wanted_of(struct arena *a,
				      const struct public_wanted *w)
{
	const struct publication_filter *f = w->filter;
	struct search_wanted s = {
		.query = w->query,
		.has_point = w->has_point,
		.lat = w->lat,
		.lon = w->lon,
	};

	narrow(a, &s, search_facet_kind(a, PUBLIC_KIND));
	if (!str_empty(f->type))
		narrow(a, &s, public_facet_type(a, f->type));
	if (f->topic_id)
		narrow(a, &s, public_facet_topic(a, f->topic_id));
	if (f->unit_id)
		narrow(a, &s, public_facet_unit(a, f->unit_id));
	return s;
}

/* What the words alone do not narrow by. */
static bool passes(const struct facets *all, const struct publication *p,
		   const struct publication_filter *f)
{
	const struct facet *x = facet_find(all, p->facet_id);

	return x && facet_passes(x, f) &&
	       (!f->facility_id || p->facility_id == f->facility_id) &&
	       p->published_at >= f->from_us &&
	       (!f->until_us || p->published_at < f->until_us);
}

static bool narrows(const struct publication_filter *f)
{
	return facet_wanted(f) || f->from_us || f->until_us;
}

/* A page of the hits. What was hidden this moment is in no list. */
static enum err page_of(struct db *db, struct arena *a,
			const struct public_wanted *w, struct public_found *f)
{
	const size_t first = (size_t)w->first, limit = (size_t)w->limit;
	int64_t *ids = arena_array(a, limit + 1, sizeof(*ids));
	size_t n = 0;

	f->total = f->search.count;
	for (size_t i = first; i < f->total && n < limit; i++)
		ids[n++] = f->search.hits[i].id;
	f->next = f->total > first + limit;
	return publication_some(db, a, ids, n, &f->list, &f->count);
}

/* All hits are read, and those that pass counted. */
static enum err page_narrowed(struct db *db, struct arena *a,
			      const struct public_wanted *w,
			      struct public_found *f)
{
	int64_t *ids = arena_array(a, f->search.count + 1, sizeof(*ids));
	const size_t first = (size_t)w->first, limit = (size_t)w->limit;
	const struct facets *all;
	size_t n, kept = 0;
	enum err err = facets_get(db, &all);

	for (size_t i = 0; i < f->search.count; i++)
		ids[i] = f->search.hits[i].id;
	if (!err)
		err = publication_some(db, a, ids, f->search.count, &f->list,
				       &n);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		if (passes(all, &f->list[i], w->filter))
			f->list[kept++] = f->list[i];
	f->total = kept;
	f->next = kept > first + limit;
	f->list += kept < first ? kept : first;
	kept -= kept < first ? kept : first;
	f->count = kept < limit ? kept : limit;
	return OK;
}

enum err public_find(struct db *db, struct arena *a,
		     const struct public_wanted *w,
		     struct public_found *ret_found)
{
	const struct search_wanted s = wanted_of(a, w);
	struct public_found f = {0};
	enum err err = search_find(db, a, &s, &f.search);

	if (!err)
		err = narrows(w->filter) ? page_narrowed(db, a, w, &f)
					 : page_of(db, a, w, &f);
	*ret_found = f;
	return err;
}
