/*
 * desk_hits.h: what could tell who wrote a text, found for the person who
 * makes the public version.
 */
#ifndef MATTER_DESK_HITS_H
#define MATTER_DESK_HITS_H

#include "matter/desk_views.h"

/* The text with what must be hidden covered, in the matter's language. */
MUST_CHECK enum err desk_mask(struct request *req, const struct matter *m,
			      const char *text, const char **ret_text);
/* The text in pieces, so that a page can mark what was found. */
MUST_CHECK enum err desk_marked(struct request *req, const char *text,
				struct desk_marked *ret_marked);
/* Everything that still stands in what would be shown; and the sender's own
 * name, which no rule can find: a notice only, it may be a street too. */
MUST_CHECK enum err desk_hits_find(struct request *req, const struct matter *m,
				   const struct publish *p,
				   struct desk_publish *v);
/* Each of them is an error of its field. */
void desk_hits_wrong(struct request *req, struct desk_publish *v);

#endif
