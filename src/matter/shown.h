/*
 * shown.h: a message on the pages of those who have no page of its matter: a
 * body outside, a unit that works by mail, a unit whose view is asked.
 */
#ifndef MATTER_SHOWN_H
#define MATTER_SHOWN_H

#include "http/http.h"
#include "matter/pass_views.h"

/* base: where its files are, "/passed/TOKEN". */
MUST_CHECK enum err shown_make(struct request *req, const struct matter *m,
			       const char *base,
			       struct shown_message *ret_shown);
/* A file of the sender's; ERR_NOT_FOUND when the path names none of them. */
enum err shown_file(struct request *req, struct response *res,
		    const struct matter *m);

#endif
