/*
 * first_show.h: suggestions as they are shown. For this folder only.
 */
#ifndef MATTER_FIRST_SHOW_H
#define MATTER_FIRST_SHOW_H

#include "http/http.h"
#include "matter/first.h"
#include "matter/first_views.h"

/* Its items, what is to be called, and the words for screen readers. */
MUST_CHECK enum err first_show(struct request *req,
			       const struct first_found *found,
			       struct first_view *ret_view);
struct first_call first_call_of(struct request *req, unsigned danger);
/* One that is public, with all of its answer. ERR_NOT_FOUND: it is not. */
MUST_CHECK enum err first_show_one(struct request *req,
				   const struct first_ref *ref,
				   struct first_item *ret_item,
				   const char **ret_answer);
/* The names of what is found, danger too. */
void first_found_refs(const struct first_found *found,
		      struct first_refs *ret_refs);

#endif
