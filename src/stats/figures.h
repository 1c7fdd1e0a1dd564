/*
 * figures.h: the numbers of one cell (a month, a unit, a topic) and how cells
 * become a year, by the definitions of PRODUCT and of the city of Helsinki.
 * Pure: no rows, no words.
 *
 * Times are kept as a count for each whole hour, so that the median of a year
 * is as exact as that of a month: medians cannot be made of medians.
 */
#ifndef STATS_FIGURES_H
#define STATS_FIGURES_H

#include "base/arena.h"
#include "matter/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Below this many a mean, a median or a share says nothing, and in public no
 * reason is told. */
enum { FIGURES_MEAN_MIN = 10 };
/* So few of a confidential topic are not counted in public. */
enum { FIGURES_HIDDEN_MIN = 5 };

struct hours {
	int64_t hour, count;
};

/* How long it took: whole hours, rising, and the exact sum. */
struct spans {
	struct hours *list;
	size_t used, room;
	int64_t n, sum_s;
};

void spans_add(struct arena *a, struct spans *s, int64_t hour, int64_t count);
/* Nearest rank: the smallest hour that percent of n do not exceed; -1 when
 * there is none. */
int64_t spans_rank(const struct spans *s, int percent);
/* "3:12 5:1", and back; what is not understood is left out. */
const char *spans_text(struct arena *a, const struct spans *s);
void spans_parse(struct arena *a, struct spans *s, const char *text);
/* Seconds as the hour they are counted under. */
int64_t span_hour(int64_t seconds);

struct figures {
	/* arrived = answered + no_answer + waiting */
	int64_t arrived, answered, no_answer, waiting;
	int64_t oldest_at; /* arrival of the oldest waiting one; 0 = none */
	int64_t late;      /* past a stored due, kept later or not at all */
	int64_t late_now;  /* of these, still not kept */
	int64_t unreacted; /* nobody has reacted to */
	int64_t reopened;  /* times, not matters */
	int64_t satisfied, unsatisfied;
	/* why not, by their place in verdict_reasons; not of everybody */
	int64_t reasons[VERDICT_REASONS];
	struct spans reaction, answer;
};

void figures_add(struct arena *a, struct figures *to, const struct figures *f);
/* One more of this reason; what is none of the list counts nothing. */
void reasons_add(struct figures *f, const char *name, int64_t count);
int64_t reasons_told(const struct figures *f);
/* "not_fixed:3 other:1", and back. */
const char *reasons_text(struct arena *a, const struct figures *f);
void reasons_parse(struct figures *f, const char *text);
bool figures_same(const struct figures *x, const struct figures *y);

#endif
