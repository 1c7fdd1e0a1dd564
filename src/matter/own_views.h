/*
 * own_views.h: what the pages of all one's own matters show.
 */
#ifndef MATTER_OWN_VIEWS_H
#define MATTER_OWN_VIEWS_H

#include "html/html_views.h"
#include "matter/matter.h"

struct own_ask_view {
	struct error_summary errors;
	struct notice done;
	struct field email;
};

struct own_row {
	const char *number, *title, *lang, *href;
	enum word state;
	const char *tone;
	int64_t at_us;
};

struct own_view {
	const struct own_row *rows;
	size_t row_count;
};

#endif
