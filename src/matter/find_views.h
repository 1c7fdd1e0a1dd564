/*
 * find_views.h: one search for everything.
 */
#ifndef MATTER_FIND_VIEWS_H
#define MATTER_FIND_VIEWS_H

#include "html/words.h"
#include "search/search_views.h"

struct find_group {
	const char *id; /* of its heading */
	enum word title;
	struct search_rows rows;
	const char *all; /* address of the rest, or NULL */
};

enum { FIND_GROUPS = 4 };

struct find_view {
	const char *query;
	struct find_group groups[FIND_GROUPS]; /* those with hits */
	size_t group_count;
	const char *meant;
	const char *everything; /* back from one kind, or NULL */
};

#endif
