/*
 * due_views.h: what the pages of promises and of the calendar show.
 */
#ifndef DUE_DUE_VIEWS_H
#define DUE_DUE_VIEWS_H

#include "html/html_views.h"
#include "tenant/tenant_views.h"

/* A number and its unit; empty = inherited. */
struct promise_cell {
	const char *name;  /* "answer-question"; the unit: "…-in" */
	const char *label; /* for who does not see the table */
	const char *value;
	bool hours, bad;
	const char *inherited; /* what applies while it is empty */
};

struct promise_row {
	const char *label;
	struct promise_cell reaction, answer;
};

struct promise_view {
	struct crumb crumb;
	struct notice done;
	struct error_summary errors;
	const char *title, *action, *version;
	bool changed_meanwhile, by_law, whole;
	const struct promise_row *rows;
	size_t row_count;
};

struct calendar_day {
	int64_t at_us;
	const char *name, *iso;
	enum word weekday;
	bool gone;
};

struct calendar_hours {
	enum word day;
	const char *opens_name, *closes_name, *opens, *closes;
	bool bad;
};

struct calendar_view {
	struct crumb crumb;
	struct notice done;
	struct error_summary errors;
	const struct calendar_day *closed; /* the municipality's own */
	size_t closed_count;
	const struct calendar_day *holidays; /* of this year and the next */
	size_t holiday_count;
	struct field date, name;
	struct calendar_hours week[7];
};

#endif
