/*
 * grid.h: the permissions of one person as boxes of a form, and back.
 *
 * Fields: "all" with a permission's name, "for" with "permission:unit id".
 */
#ifndef STAFF_GRID_H
#define STAFF_GRID_H

#include "staff/staff.h"
#include "staff/staff_views.h"
#include "unit/unit.h"

bool grid_holds(const struct staff *s, const char *permission, int64_t unit_id);
void grid_fill(struct request *req, const struct staff *s,
	       const struct unit *units, size_t count,
	       struct staff_edit_view *v);
/* What is checked in the form; nothing is judged here. */
void grid_read(const struct request *req, struct staff *s);
/* In words, for comparing. */
const char *grid_words(struct request *req, const struct staff *s,
		       const struct unit *units, size_t count);

#endif
