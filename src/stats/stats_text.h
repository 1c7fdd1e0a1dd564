/*
 * stats_text.h: numbers, times and months as people write them.
 */
#ifndef STATS_STATS_TEXT_H
#define STATS_STATS_TEXT_H

#include "base/arena.h"
#include "base/lang.h"

#include <stdint.h>

/* "12 345"; en "12,345" */
const char *text_count(struct arena *a, enum lang lang, int64_t n);
/* "87 %" of all; "" when all is 0. */
const char *text_share(struct arena *a, enum lang lang, int64_t part,
		       int64_t all);
/* Up to two days in hours, longer in days: "5 hours", "3.2 days",
 * "45 days". */
const char *text_span(struct arena *a, enum lang lang, int64_t seconds);
/* "marraskuu 2026" */
const char *text_month(struct arena *a, enum lang lang, int64_t month);

#endif
