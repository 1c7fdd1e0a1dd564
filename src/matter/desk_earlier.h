/*
 * desk_earlier.h: earlier answers beside the one that is being written.
 */
#ifndef MATTER_DESK_EARLIER_H
#define MATTER_DESK_EARLIER_H

#include "matter/desk_views.h"

MUST_CHECK enum err desk_earlier_add(struct request *req,
				     const struct matter *m,
				     struct desk_answer *v);

#endif
