/*
 * open_views.h: what the page of the open data and the site map show.
 */
#ifndef MATTER_OPEN_VIEWS_H
#define MATTER_OPEN_VIEWS_H

#include "html/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct open_field {
	const char *name;
	enum word what;
};

struct open_about {
	const struct open_field *fields;
	size_t field_count;
	int rows;  /* of a page */
	bool told; /* residents' texts are among them */
	const char *licence;
	const char *header, *filters, *box; /* as they are written */
};

struct site_page {
	const char *url[3]; /* in each language */
	int64_t updated_us; /* 0 = not known */
};

struct site_map {
	const struct site_page *pages;
	size_t count;
};

#endif
