/*
 * stats_views.h: what the pages of figures show: numbers as texts already, in
 * the reader's language.
 */
#ifndef STATS_STATS_VIEWS_H
#define STATS_STATS_VIEWS_H

#include "html/html_views.h"

/* "" where there is nothing to say; `few` says that there are too few. */
struct span_text {
	const char *mean, *median, *p90, *n;
	bool few;
};

struct figure_row {
	const char *label;
	int depth; /* in the tree, 0 = top */
	const char *arrived, *answered, *no_answer, *waiting;
	const char *oldest; /* "12 days", "" = none waits */
	const char *late, *late_now, *unreacted, *reopened;
	struct span_text reaction, answer;
	/* parts of a bar of 1000, one after another */
	int64_t answered_w, waiting_x, waiting_w, none_x, none_w;
};

struct figure_reason {
	const char *label, *count;
};

struct figure_table {
	const char *id, *caption, *first; /* of the first column */
	const struct figure_row *rows;
	size_t row_count;
	bool staff, open;
};

struct figures_view {
	struct choice period, unit, topic;
	const char *action; /* of the form */
	const char *csv;    /* address */
	const char *what;   /* "November 2026", with unit and topic if chosen */
	bool staff, filtered, built, empty;
	struct figure_row total, now;
	/* who told whether the answer helped */
	const char *told, *told_share, *content_share;
	bool told_few;
	const char *unsatisfied; /* number of those, for their reasons */
	const struct figure_reason *reasons; /* none: too few in public */
	size_t reason_count;
	struct figure_table months, units, topics;
};

#endif
