/*
 * notice_show.h: notices on the pages of other slices, ready to be shown.
 */
#ifndef NOTICE_NOTICE_SHOW_H
#define NOTICE_NOTICE_SHOW_H

#include "http/http.h"
#include "notice/notice.h"
#include "notice/notice_views.h"

MUST_CHECK enum err notice_items(struct request *req, const struct notices *of,
				 struct notice_items *ret_items);
/* Those of a kind, the newest, max at most. */
MUST_CHECK enum err notice_items_of(struct request *req, enum notice_kind kind,
				    size_t max, struct notice_items *ret_items);
/* Disruptions of a topic, for a line on its pages. */
MUST_CHECK enum err notice_items_topic(struct request *req, int64_t topic_id,
				       struct notice_items *ret_items);

#endif
