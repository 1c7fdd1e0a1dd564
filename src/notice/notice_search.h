/*
 * notice_search.h: notices among what everybody can search.
 */
#ifndef NOTICE_NOTICE_SEARCH_H
#define NOTICE_NOTICE_SEARCH_H

#include "notice/notice.h"
#include "search/search.h"

/* Questions that are asked often are a kind of their own. */
#define NOTICE_KIND_FAQ  "faq"
#define NOTICE_KIND_TOLD "notice"

extern const struct search_source notice_source;

/* After a change, in its transaction. */
MUST_CHECK enum err notice_search_later(struct db *db, struct arena *a,
					int64_t id,
					const struct public_notice *n);
/* Those of the hits that run at this moment, from the best on, max at most. */
MUST_CHECK enum err notice_search_shown(struct db *db, struct arena *a,
					const struct search_found *found,
					size_t max,
					struct notices *ret_notices);

#endif
