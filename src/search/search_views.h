/*
 * search_views.h: hits as any page lists them: {{include search_rows v}}.
 */
#ifndef SEARCH_SEARCH_VIEWS_H
#define SEARCH_SEARCH_VIEWS_H

#include "search/search.h"

struct search_row {
	const char *href, *lang;
	struct search_marked title, text; /* the latter may be empty */
	const char *fact;                 /* what it is, "" = nothing to say */
	const char *phone, *dial;         /* to be called at once, or NULL */
	int64_t at_us;                    /* how old it is; 0 = it has no age */
};

struct search_rows {
	const struct search_row *rows;
	size_t count;
};

#endif
