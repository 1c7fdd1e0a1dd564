/*
 * desk_template.h: answer templates where an answer is written.
 */
#ifndef MATTER_DESK_TEMPLATE_H
#define MATTER_DESK_TEMPLATE_H

#include "matter/desk_views.h"

/* Those that fit this matter, to choose from. */
MUST_CHECK enum err desk_templates_make(struct request *req,
					const struct matter *m,
					struct desk_templates *ret_templates);
/* A few of its very topic, one click each. */
MUST_CHECK enum err desk_templates_add(struct request *req,
				       const struct matter *m,
				       struct desk_acts *acts);
/* The text of one, filled for this matter. ERR_NOT_FOUND: none of this id. */
MUST_CHECK enum err desk_template_text(struct request *req,
				       const struct matter *m, const char *id,
				       const char **ret_text);
/* The same for many: only what all of them share is filled. */
MUST_CHECK enum err desk_template_joint(struct request *req,
					const struct matter *m, const char *id,
					const char **ret_text);
/* What was typed, then what is added to it. */
const char *desk_text_join(struct arena *a, const char *typed,
			   const char *added);

#endif
