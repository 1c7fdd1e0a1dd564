/*
 * signature_views.h: what the pages of signatures show.
 */
#ifndef SIGNATURE_SIGNATURE_VIEWS_H
#define SIGNATURE_SIGNATURE_VIEWS_H

#include "html/html_views.h"

struct signature_view {
	struct notice done;
	struct error_summary errors;
	const char *title, *lead, *action;
	const char *back, *back_text;
	struct field text[LANG__COUNT];
};

#endif
