/*
 * stats_csv.h: the figures as a table to work with.
 */
#ifndef STATS_STATS_CSV_H
#define STATS_STATS_CSV_H

#include "stats/stats_view.h"

/*
 * A row for each month, unit and topic; an empty code stands for all of them,
 * "-" for those without, "confidential" for all confidential topics together.
 * Means and medians are left empty below FIGURES_MEAN_MIN.
 */
const char *stats_csv(struct request *req, const struct stats_ask *ask,
		      const struct cell *list, size_t count, size_t *ret_len);

#endif
