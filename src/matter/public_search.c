/*
 * public_search.c: published messages, found by words.
 */
#include "matter/public_search.h"

#include "base/str.h"

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

/* What was hidden this moment is in no list. */
static enum err add_one(struct db *db, struct arena *a, int64_t id,
			struct public_found *to)
{
	struct publication p;
	enum err err = publication_get(db, a, id, &p);

	if (!err && str_same(p.text_state, "public"))
		to->list[to->count++] = p;
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err public_find(struct db *db, struct arena *a,
		     const struct public_wanted *w,
		     struct public_found *ret_found)
{
	const struct search_wanted s = wanted_of(a, w);
	struct public_found f = {
		.list = arena_array(a, (size_t)w->limit, sizeof(*f.list))};
	enum err err = search_find(db, a, &s, &f.search);

	if (err)
		return err;
	f.total = f.search.count;
	for (size_t i = (size_t)w->first; i < f.total && !err; i++) {
		if (i == (size_t)(w->first + w->limit))
			break;
		err = add_one(db, a, f.search.hits[i].id, &f);
	}
	*ret_found = f;
	return err;
}
