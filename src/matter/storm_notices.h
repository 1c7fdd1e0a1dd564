/*
 * storm_notices.h: what everybody is told where people begin to write.
 */
#ifndef MATTER_STORM_NOTICES_H
#define MATTER_STORM_NOTICES_H

#include "http/http.h"
#include "notice/notice_views.h"

/* As boxes of notices: {{include notice_shown …}}. */
MUST_CHECK enum err storm_notices(struct request *req,
				  struct notice_items *ret_items);

#endif
