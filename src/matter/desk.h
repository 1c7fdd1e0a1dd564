/*
 * desk.h: what the staff pages of matters share. For desk_*.c only.
 */
#ifndef MATTER_DESK_H
#define MATTER_DESK_H

#include "matter/desk_views.h"

/* The matter of the {number} in the path, when this session may see it. */
MUST_CHECK enum err desk_matter(struct request *req, struct matter *ret_matter);
/* Tabs with counts; current may be -1. */
MUST_CHECK enum err desk_nav(struct request *req, int current,
			     struct desk_nav *ret_nav);
/* "/staff/matters/2026-1234" */
const char *desk_base(struct request *req, const struct matter *m);

struct desk_message {
	bool has_done, has_error;
	enum word done, error;
};
/* Everything the page of a matter shows. */
MUST_CHECK enum err desk_show_make(struct request *req, const struct matter *m,
				   const struct desk_message *msg,
				   struct desk_show *ret_view);
/* Renders it with this status (0 = 200). */
enum err desk_show_render(struct request *req, struct response *res,
			  const struct desk_show *v, int status);
MUST_CHECK enum err desk_entries(struct request *req, const struct matter *m,
				 const struct desk_entry **ret_list,
				 size_t *ret_count);

/* Outcomes a person may choose for an answer (with an answer) or for a
 * closing without one. */
const struct desk_option *desk_outcomes(struct request *req, bool with_answer,
					const char *chosen, size_t *ret_count);
/* OUTCOME_NONE when the name is none of those offered. */
enum outcome desk_outcome_parse(const char *name, bool with_answer);
/* Does this outcome need a reason? */
bool desk_outcome_needs_reason(enum outcome o);
enum word desk_lang_word(enum lang lang);

#endif
