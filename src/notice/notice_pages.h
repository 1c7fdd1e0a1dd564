/*
 * notice_pages.h: notices in the open, and the staff's pages of them, for
 * app/routes.c.
 */
#ifndef NOTICE_NOTICE_PAGES_H
#define NOTICE_NOTICE_PAGES_H

#include "http/http.h"

/* in the open (open_pages.c) */
enum err notice_page_all(struct request *req, struct response *res);
enum err notice_page_one(struct request *req, struct response *res);
enum err notice_page_feed(struct request *req, struct response *res);

/* staff (notice_pages.c) */
enum err notice_page_list(struct request *req, struct response *res);
enum err notice_page_new(struct request *req, struct response *res);
enum err notice_page_create(struct request *req, struct response *res);
enum err notice_page_edit(struct request *req, struct response *res);
enum err notice_page_save(struct request *req, struct response *res);
enum err notice_page_end(struct request *req, struct response *res);

/* An empty form with these words, in one language: what somebody asked and was
 * answered, to be rewritten. */
struct notice_from {
	enum lang lang;
	const char *question, *answer;
	int64_t topic_id;
};
MUST_CHECK enum err notice_show_from(struct request *req, struct response *res,
				     const struct notice_from *from);

#endif
