/*
 * storm_notices.h: what everybody is told where people begin to write.
 */
#ifndef MATTER_STORM_NOTICES_H
#define MATTER_STORM_NOTICES_H

#include "http/http.h"
#include "matter/give_views.h"

MUST_CHECK enum err storm_notices(struct request *req,
				  struct storm_notices *ret_notices);

#endif
