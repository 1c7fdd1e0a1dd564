/*
 * desk_filter.h: a queue narrowed by topic, unit, type, language and lateness.
 * In addresses it is one short text: "t12-u3-yfault-lsv-o", so that it travels
 * with the place in the queue; a person can keep one under a name.
 */
#ifndef MATTER_DESK_FILTER_H
#define MATTER_DESK_FILTER_H

#include "matter/desk_views.h"

enum { FILTERS_MAX = 30, FILTER_NAME_MAX = 60 };

/* Anything that is no filter of ours is left out. */
struct queue_filter desk_filter_parse(struct arena *a, const char *text);
const char *desk_filter_text(struct arena *a, const struct queue_filter *f);
/* Of the address: "?f=", or the fields of the form. */
struct queue_filter desk_filter_read(const struct request *req);
/* The form, and what this person has kept. */
MUST_CHECK enum err desk_filter_view(struct request *req, const char *queue,
				     const struct queue_filter *f,
				     struct desk_filter *ret_view);

#endif
