/*
 * stats_view.h: from figures to what the pages show. Not for other slices.
 */
#ifndef STATS_STATS_VIEW_H
#define STATS_STATS_VIEW_H

#include "http/http.h"
#include "matter/names.h"
#include "stats/stats.h"
#include "stats/stats_views.h"

/* What the address asks for. */
struct stats_ask {
	struct stats_want want;
	const struct names *names;
	const char *period; /* "", "2026", "2026-11" */
	bool staff;
};

/* ERR_NOT_FOUND for a time, a unit or a topic that does not exist. */
MUST_CHECK enum err stats_ask(struct request *req, struct stats_ask *ret_ask);
void stats_show(struct request *req, const struct stats_ask *ask,
		const struct stats *s, struct figures_view *ret_view);

#endif
