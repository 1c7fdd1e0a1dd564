/*
 * desk_batch.h: one act on many matters: what was chosen and typed. For
 * desk_batch*.c only.
 */
#ifndef MATTER_DESK_BATCH_H
#define MATTER_DESK_BATCH_H

#include "matter/batch.h"
#include "matter/desk_views.h"

struct desk_batch_form {
	struct request *req;
	struct batch b;         /* what was chosen, with the versions seen */
	struct queue_row *list; /* those of them that can be seen */
	size_t count;
	const char *text, *reason, *outcome; /* as typed */
	bool look; /* nothing is wrong, but it was not looked at yet */
	/* what is wrong with it; NULL = nothing */
	const char *text_error, *reason_error, *outcome_error, *target_error;
};

/* The page with the form, or the last look. */
enum err desk_batch_render(struct desk_batch_form *f, struct response *res,
			   int status);
/* The page with the results. */
enum err desk_batch_done_render(struct request *req, struct response *res,
				const struct batch *b);

#endif
