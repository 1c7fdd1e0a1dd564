/*
 * hold_views.h: the page where a matter is marked as evidence.
 */
#ifndef MATTER_HOLD_VIEWS_H
#define MATTER_HOLD_VIEWS_H

#include "html/html_views.h"

struct hold_view {
	struct error_summary errors;
	const char *base, *number; /* of the matter */
	bool held;
	const char *who, *why;
	int64_t held_us, until_us;
	struct field reason, until;
};

#endif
