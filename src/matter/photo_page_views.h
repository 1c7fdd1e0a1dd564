/*
 * photo_page_views.h: the staff's page of one photo.
 */
#ifndef MATTER_PHOTO_PAGE_VIEWS_H
#define MATTER_PHOTO_PAGE_VIEWS_H

#include "matter/desk_views.h"

/* An area, as fields and as it is drawn. */
struct cover_row {
	const char *id;            /* its number, from 1 */
	const char *x, *y, *w, *h; /* percent, as typed */
	const char *error;         /* NULL = none */
	bool drawn;
	int left, top, width, height; /* thousandths */
};

struct photo_page {
	struct desk_nav nav;
	struct error_summary errors;
	struct notice problem, done;
	const char *matter, *number, *base; /* addresses of matter and photo */
	const char *name, *file;
	int64_t edition, bytes;
	struct photo_view plain;
	struct photo_view covered; /* as others see it */
	bool has_covers;
	bool is_preview; /* what is drawn was not saved */
	const struct cover_row *rows;
	size_t row_count;
	bool may_publish; /* this person, this photo, now */
	bool is_public;
	const char *cannot; /* why it cannot be published, or NULL */
	struct field alt;
	const char *public_url;
	const char *lang; /* of the matter */
};

#endif
