/*
 * question_admin.h: what the two pages of the administration share. For this
 * folder only.
 */
#ifndef QUESTION_QUESTION_ADMIN_H
#define QUESTION_QUESTION_ADMIN_H

#include "http/http.h"
#include "question/question_views.h"
#include "topic/topic.h"

/* A topic from the path, with what it asks now. */
struct question_admin {
	struct topic topic;
	struct question_set set;
	const char *base; /* "/staff/admin/topics/7/questions" */
};
MUST_CHECK enum err question_admin_read(struct request *req,
					struct question_admin *ret_admin);
/* The list again, with what is wrong; text NULL: nothing is. */
MUST_CHECK enum err question_admin_show(struct request *req,
					struct response *res,
					const struct question_admin *e,
					const struct notice *problem);
/* What to say when another question stands on this one, or NULL. */
const char *question_admin_loose(struct request *req,
				 const struct question_set *set);

#endif
