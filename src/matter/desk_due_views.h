/*
 * desk_due_views.h: what the page of a matter's dates shows.
 */
#ifndef MATTER_DESK_DUE_VIEWS_H
#define MATTER_DESK_DUE_VIEWS_H

#include "matter/desk_views.h"

struct desk_due_view {
	struct desk_nav nav;
	struct desk_place place;
	struct error_summary errors;
	const char *base, *number, *lang;
	struct notice done;
	bool may_promise, changed;
	int64_t promised_us, wish_us; /* 0 = none */
	struct field date, note, day;
};

#endif
