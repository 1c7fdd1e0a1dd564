/*
 * letter_views.h: an answer as a letter.
 */
#ifndef MATTER_LETTER_VIEWS_H
#define MATTER_LETTER_VIEWS_H

#include "html/html_views.h"

struct letter_view {
	const char *back, *lang;
	const char *tenant, *name; /* from, to */
	const char *number, *heading, *text;
	const char *contact_mail, *contact_phone;
	int64_t at_us, received_us;
};

#endif
