/*
 * storm_views.h: what the pages of storms show.
 */
#ifndef MATTER_STORM_VIEWS_H
#define MATTER_STORM_VIEWS_H

#include "matter/desk_views.h"

struct storm_row {
	const char *topic, *notice, *lang;
	int64_t answer_by, last_us;
	const char *group; /* address, or NULL while nobody is in it */
	const char *end;   /* where it is ended, or NULL */
};

struct storm_view {
	struct desk_nav nav;
	struct error_summary errors;
	struct notice done;
	const struct storm_row *rows;
	size_t row_count;
	struct choice topic;
	struct field notice[LANG__COUNT], receipt[LANG__COUNT];
	struct field answer_by, last_day;
};

#endif
