/*
 * follow_view.h: from a matter to its follow page.
 */
#ifndef MATTER_FOLLOW_VIEW_H
#define MATTER_FOLLOW_VIEW_H

#include "http/http.h"
#include "matter/follow_views.h"
#include "matter/typed.h"

/* What a form of the page came back with; NULL texts = nothing wrong. */
struct follow_typed {
	const char *text, *text_error;
	const char *why, *why_error, *reason;
	const char *confirm_error;
	const struct typed_files *files; /* or NULL */
	const struct outgoing *held;     /* what has not left yet; or NULL */
};

MUST_CHECK enum err follow_view_make(struct request *req,
				     const struct matter *m,
				     const struct follow_typed *typed,
				     struct follow_view *ret_view);

#endif
