/*
 * desk_draft.h: the forms of a matter and what is kept of them while they are
 * written. A script saves every few seconds (step "autosave"), a button does
 * without one (step "draft"), and a form whose session ended is kept, too.
 */
#ifndef MATTER_DESK_DRAFT_H
#define MATTER_DESK_DRAFT_H

#include "http/http.h"
#include "matter/draft.h"
#include "matter/matter.h"

/* What was kept, for a form that is opened; a form that was sent holds what
 * was typed itself. */
MUST_CHECK enum err desk_draft_read(struct request *req, const struct matter *m,
				    enum draft_kind kind,
				    struct draft *ret_draft);
/* Keeps the fields of this form. */
MUST_CHECK enum err desk_draft_keep(struct request *req, const struct matter *m,
				    enum draft_kind kind);
/* After it was sent. */
MUST_CHECK enum err desk_draft_sent(struct request *req, const struct matter *m,
				    enum draft_kind kind);

/* Is only a draft to be saved, or thrown away? */
bool desk_draft_wanted(const struct request *req);
/* Does it, and answers. */
enum err desk_draft_do(struct request *req, struct response *res,
		       const struct matter *m, enum draft_kind kind);
/* Where the form stands; it goes on with a query. */
const char *desk_draft_path(struct request *req, const struct matter *m,
			    enum draft_kind kind, const char *from);

/* routes: a form came after its session had ended. It is kept for whom it
 * was, and the way leads to sign in and back to it. */
enum err desk_draft_expired(struct request *req, struct response *res);

/* ---- for other forms whose drafts these are ---- */

struct draft_form {
	struct draft_of of;
	struct draft typed;
	const char *path; /* where it stands, with a query */
};
/* What desk_draft_do() and desk_draft_expired() do; whose it is that one finds
 * out. */
enum err desk_draft_step(struct request *req, struct response *res,
			 const struct draft_form *f);
enum err desk_draft_rescue(struct request *req, struct response *res,
			   struct draft_form *f);

#endif
