/*
 * callback_views.h: what the form for asking to be called shows.
 */
#ifndef MATTER_CALLBACK_VIEWS_H
#define MATTER_CALLBACK_VIEWS_H

#include "html/html_views.h"

struct callback_view {
	struct error_summary errors;
	bool stale;
	struct field phone, text, date, name, email;
	struct choice part;
};

#endif
