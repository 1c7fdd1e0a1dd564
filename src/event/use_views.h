/*
 * use_views.h: the log of use as a page.
 */
#ifndef EVENT_USE_VIEWS_H
#define EVENT_USE_VIEWS_H

#include "html/html_views.h"

struct use_row {
	int64_t at_us;
	const char *who;
	enum word kind;
	const char *number; /* of the matter, or "" */
	const char *detail; /* "by name or words, 3 found", or "" */
};

struct use_view {
	struct choice kind, staff;
	struct field asked;
	bool filtered;
	const struct use_row *rows;
	size_t row_count;
	struct empty none;
	struct pager pager;
	int64_t looked_at; /* searches that were compared with the words; 0 */
};

#endif
