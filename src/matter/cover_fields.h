/*
 * cover_fields.h: covered areas as a person types them: four numbers each, in
 * percent of the picture's sides.
 */
#ifndef MATTER_COVER_FIELDS_H
#define MATTER_COVER_FIELDS_H

#include "attach/photo.h"
#include "http/http.h"
#include "matter/photo_page_views.h"

enum { COVER_ROWS_EMPTY = 2, COVER_ROWS = IMAGE_COVERS_MAX + COVER_ROWS_EMPTY };

struct cover_fields {
	struct image_cover list[IMAGE_COVERS_MAX];
	size_t count;
	struct cover_row row[COVER_ROWS];
	size_t row_count;
	bool is_wrong;
};

/* What is covered now, with empty rows for more. */
void cover_fields_of(struct request *req, const struct photo *p,
		     struct cover_fields *ret_fields);
/* What was typed. A row with nothing in it is no area. */
void cover_fields_typed(struct request *req, struct cover_fields *ret_fields);

#endif
