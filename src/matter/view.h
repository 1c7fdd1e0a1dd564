/*
 * view.h: a matter that concerns several units. One asks another's view, or its
 * part of the answer: the matter is split, and has one sender, one follow page
 * and one answer, made of the parts. The question has a due of
 * its own and stands in the queue of the unit that is asked; what it writes is
 * an internal note, and who asked answers the sender alone. A late view is
 * reminded of, and again every escalate_days. Of the matter the unit that is
 * asked sees the message, on a page of its own.
 */
#ifndef MATTER_VIEW_H
#define MATTER_VIEW_H

#include "matter/ask.h"
#include "matter/rules.h"

enum { VIEW_DAYS = 3, VIEW_DAYS_MAX = 30, VIEWS_SHOWN = 20 };

struct view_new {
	int64_t unit_id;
	const char *text;
	int days;  /* working days */
	bool part; /* of the answer, not only a view */
};
enum {
	VIEW_BAD_UNIT = 1 << 0, /* nobody works there, or it is its own */
	VIEW_BAD_TEXT = 1 << 1,
	VIEW_BAD_DAYS = 1 << 2,
	VIEW_BAD_SECRET = 1 << 3 /* confidential, and nobody there is named */
};
MUST_CHECK enum err view_faults(struct db *db, struct arena *a,
				const struct matter *m,
				const struct view_new *n, unsigned *ret_bad);
/* ERR_INVALID: view_faults, or it is closed. */
MUST_CHECK enum err matter_view_ask(struct db *db, struct arena *a,
				    const struct session *s, int64_t id,
				    int64_t version, const struct view_new *n);

/* ---- the unit that is asked ---- */

/* When this session works for it; ERR_NOT_FOUND: it does not, or nothing is
 * asked any more. */
MUST_CHECK enum err view_get(struct db *db, struct arena *a,
			     const struct session *s, int64_t ask_id,
			     struct ask *ret_ask, struct matter *ret_matter);
/* What this session's units are asked, the most pressing first. */
struct view_waiting {
	struct ask k;
	struct matter m;
};
MUST_CHECK enum err view_waiting(struct db *db, struct arena *a,
				 const struct session *s,
				 struct view_waiting **ret_list,
				 size_t *ret_count);
/* text: 1 to REPLY_MAX characters. */
MUST_CHECK enum err matter_view_give(struct db *db, struct arena *a,
				     const struct session *s, int64_t ask_id,
				     const char *text);

/* ---- the joint answer ---- */

/* What the units wrote as their parts, in order; ERR_NOT_FOUND: nothing yet. */
MUST_CHECK enum err view_parts_text(struct db *db, struct arena *a,
				    const struct matter *m,
				    const char **ret_text);

/* ---- for the job ---- */

MUST_CHECK enum err view_remind(struct act *act, const struct ask *k);

#endif
