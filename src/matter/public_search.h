/*
 * public_search.h: published messages among what everybody can search.
 */
#ifndef MATTER_PUBLIC_SEARCH_H
#define MATTER_PUBLIC_SEARCH_H

#include "matter/matter.h"
#include "search/search.h"

#define PUBLIC_KIND "matter"

/* What a search of them may be narrowed by. */
const char *public_facet_type(struct arena *a, const char *type);
const char *public_facet_topic(struct arena *a, int64_t topic_id);
const char *public_facet_unit(struct arena *a, int64_t unit_id);

struct public_wanted {
	const char *query;
	const struct publication_filter *filter; /* its order is not asked */
	bool has_point;                          /* what is near comes first */
	double lat, lon;
	int first, limit; /* a page: from this hit on, counted from 0 */
};

struct public_found {
	struct search_found search;
	struct publication *list; /* of the page, the best first */
	size_t count;
	size_t total; /* hits of all pages */
	bool next;    /* there is a next page */
};
/* What is public at this moment. */
MUST_CHECK enum err public_find(struct db *db, struct arena *a,
				const struct public_wanted *w,
				struct public_found *ret_found);

#endif
