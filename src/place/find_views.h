/*
 * find_views.h: the fields of a place in a form: words, and the facility that
 * was chosen.
 */
#ifndef PLACE_FIND_VIEWS_H
#define PLACE_FIND_VIEWS_H

#include "html/html_views.h"

/* {{include place_find v.find}}: beside the fields lat and lon. */
struct place_find {
	struct field words; /* "place" */
	const char *code;   /* of the facility that is chosen; "" = none */
	const char *name;   /* its name */
};

#endif
