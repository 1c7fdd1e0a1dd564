/*
 * desk_preview.h: a reply before it is sent, as its reader will see it.
 */
#ifndef MATTER_DESK_PREVIEW_H
#define MATTER_DESK_PREVIEW_H

#include "matter/desk_told.h"
#include "matter/matter.h"
#include "matter/typed.h"

/* As it was typed; outcome and reason are of answers only. */
struct desk_reply {
	bool interim;
	const char *text, *outcome, *reason;
	struct typed_files files;
	struct desk_told told;
};

/* As the sender of m, which is in their language, will see it. */
MUST_CHECK enum err desk_preview_make(struct request *req,
				      const struct matter *m,
				      const struct desk_reply *r,
				      struct desk_preview *ret_view);
void desk_preview_put(struct out *o, enum lang of,
		      const struct desk_preview *v);

enum err desk_preview_render(struct request *req, struct response *res,
			     const struct matter *m,
			     const struct desk_reply *r);

#endif
