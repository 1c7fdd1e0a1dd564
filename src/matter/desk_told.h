/*
 * desk_told.h: an answer that is not sent, but was told by another way.
 */
#ifndef MATTER_DESK_TOLD_H
#define MATTER_DESK_TOLD_H

#include "matter/desk_views.h"

/* As typed, and what it means. */
struct desk_told {
	const char *how, *date, *time, *by;
	struct told told;
	bool bad_date, bad_by;
};

struct desk_told desk_told_read(struct request *req, const struct matter *m);
void desk_told_fields(struct request *req, const struct desk_told *t,
		      struct desk_told_form *ret_form);
/* "puhelimessa" */
enum word desk_told_word(enum told_how how);

#endif
