/*
 * desk.h: what the staff pages of matters share. For desk_*.c only.
 */
#ifndef MATTER_DESK_H
#define MATTER_DESK_H

#include "html/page.h"
#include "matter/desk_views.h"

/* ---- queues and the way through them (desk_nav.c) ---- */

struct desk_queue_kind {
	enum queue queue;
	const char *name; /* in addresses */
	enum word label, empty, empty_text;
	uint32_t need;
	enum nav nav;
};
/* ERR_NOT_FOUND: none of this name; ERR_DENIED: not for this person. */
MUST_CHECK enum err desk_queue_find(const struct request *req, const char *name,
				    const struct desk_queue_kind **ret_queue);
/* Where /staff leads somebody with these rights. */
const char *desk_home_path(const struct request *req);
/* Tabs with counts; the current queue may be NULL. */
MUST_CHECK enum err desk_nav(struct request *req,
			     const struct desk_queue_kind *current,
			     struct desk_nav *ret_nav);
/* "/staff/queue/unit?after=1794211199999999.123&f=t3"; filter "" = all of it
 * (desk_filter.h). */
const char *desk_queue_path(struct arena *a, const struct desk_queue_kind *q,
			    struct queue_key after, const char *filter);
/* "1794211199999999.123"; an id alone is one that nothing is promised of. */
MUST_CHECK enum err desk_key_parse(struct arena *a, const char *text,
				   struct queue_key *ret_key);

/* The place in a queue that led here: "unit", "unit.1794211199999999.123",
 * "unit.0.0.t3" of a narrowed one. */
struct desk_from {
	const struct desk_queue_kind *queue; /* NULL: from nowhere */
	struct queue_key after;
	const char *filter; /* "" = all of the queue */
	const char *text;   /* "" from nowhere */
};
struct desk_from desk_from(const struct request *req);
const char *desk_from_text(struct arena *a, const struct desk_queue_kind *q,
			   struct queue_key after, const char *filter);
/* What a list shows of matters; from is the place in a queue, or "". */
MUST_CHECK enum err desk_rows(struct request *req, const struct queue_row *list,
			      size_t n, const char *from,
			      struct desk_row **ret_rows);
/* Finds the next matter of the queue, too. */
MUST_CHECK enum err desk_place(struct request *req, const struct matter *m,
			       struct desk_place *ret_place);
/* The word for "?done=", or an empty notice: a closed list, so that nobody can
 * put words there. */
struct notice desk_done(const struct request *req);

/* ---- the matter of the address (desk_nav.c) ---- */

/* When this session may see it, else ERR_NOT_FOUND. */
MUST_CHECK enum err desk_matter(struct request *req, struct matter *ret_matter);
/* And the version the person saw when the form was made. */
MUST_CHECK enum err desk_matter_form(struct request *req,
				     struct matter *ret_matter,
				     int64_t *ret_version);
/* "/staff/matters/2026-1234" */
const char *desk_base(struct request *req, const struct matter *m);
/* A page that only reads sends whoever opens a confidential matter on to the
 * one that writes down who looked: "/staff/confidential/2026-1234<rest>". */
enum err desk_confidential(struct request *req, struct response *res,
			   const struct matter *m, const char *rest);
/* On to what comes after it in the queue somebody came from, or to that queue
 * at its end, saying what was done with this one. */
enum err desk_onward(struct request *req, struct response *res,
		     const struct matter *m, const char *done);
/* What of a matter has not left yet (desk_undo_pages.c); m is shown itself, or
 * is the one before the page. */
MUST_CHECK enum err desk_undo_make(struct request *req, const struct matter *m,
				   bool itself, struct desk_undo *ret_undo);
/* The same of what was said to a whole group. */
struct group_answer;
void desk_undo_group(struct request *req, const struct group_answer *g,
		     struct desk_undo *ret_undo);
/* The same of the matter that "?was=" names, when its answer waits. */
MUST_CHECK enum err desk_undo_before(struct request *req,
				     struct desk_undo *ret_undo);
/* After something was said to the sender: on in the queue, or back. */
enum err desk_sent(struct request *req, struct response *res,
		   const struct matter *m, bool interim);
/* Writes down who looks, when it is confidential, also when the page refuses
 * something. Whatever renders a matter's words asks it first. */
MUST_CHECK enum err desk_look(struct request *req, struct response *res,
			      const struct matter *m);
/* Back to its page, saying what was done. */
enum err desk_back(struct request *req, struct response *res,
		   const struct matter *m, const char *done);

/* ---- one matter (desk_view.c, desk_history.c, desk_forms.c) ---- */

/* A form of the page of a matter. */
enum desk_form {
	DESK_NONE,
	DESK_ROUTE,
	DESK_NOTE,
	DESK_CLOSE,
	DESK_REOPEN,
	DESK_HIDE,
	DESK_CALL,
	DESK_RETURN,
	DESK_TAKE_UP,
	DESK_URGENT
};
/* Why an act was refused. */
struct desk_refusal {
	enum desk_form form; /* comes back open, with what was typed */
	const char *field;   /* NULL: nothing in the form is wrong */
	enum word error;
	int status; /* 0: nothing was; 200: only asked for */
};

MUST_CHECK enum err desk_show_make(struct request *req, const struct matter *m,
				   const struct desk_refusal *why,
				   struct desk_show *ret_view);
/* The page of the matter, with what was refused. */
enum err desk_show_render(struct request *req, struct response *res,
			  const struct matter *m,
			  const struct desk_refusal *why);
/* The same for an act that only what is open allows: what is closed is opened
 * again first, and its page has the button. */
enum err desk_closed(struct request *req, struct response *res,
		     const struct matter *m, int status);
/* A form about one matter, on a page of its own: what stands around it. */
MUST_CHECK enum err desk_beside_make(struct request *req, struct response *res,
				     const struct matter *m,
				     struct desk_beside *ret_view);
/* title has {number}; status 0 = nothing is wrong. */
struct out *desk_beside_begin(struct request *req, struct response *res,
			      const struct desk_beside *v, enum word title,
			      int status);
/* Opens such a form; of a confidential matter by the address that writes down
 * who looks, "/staff/confidential/2026-1234<rest>". */
typedef enum err desk_form_fn(struct request *req, struct response *res,
			      const struct matter *m);
enum err desk_form_open(struct request *req, struct response *res,
			const char *rest, desk_form_fn *begin);
enum err desk_form_open_logged(struct request *req, struct response *res,
			       desk_form_fn *begin);
/* What was said, done, promised and sent. */
/* Files and photos (desk_files.c). */
MUST_CHECK enum err desk_files_add(struct request *req, const struct matter *m,
				   struct desk_show *v);
MUST_CHECK enum err desk_history_add(struct request *req,
				     const struct matter *m,
				     struct desk_show *v);
/* Somebody asked to be called (desk_call_pages.c). */
MUST_CHECK enum err desk_call_add(struct request *req, const struct matter *m,
				  const struct desk_refusal *why,
				  struct desk_show *v);
/* What came by mail: what waits for a decision, and what was quoted
 * (desk_mail_pages.c). */
MUST_CHECK enum err desk_mail_add(struct request *req, const struct matter *m,
				  struct desk_show *v);
MUST_CHECK enum err desk_entries(struct request *req, const struct matter *m,
				 const struct desk_entry **ret_list,
				 size_t *ret_count);
MUST_CHECK enum err desk_events(struct request *req, const struct matter *m,
				const struct desk_event **ret_list,
				size_t *ret_count);
MUST_CHECK enum err desk_acts_make(struct request *req, const struct matter *m,
				   const struct desk_refusal *why,
				   struct desk_acts *ret_acts);
/* What a hand-over that waits looks like, and what can be done (desk_handover.c). */
MUST_CHECK enum err desk_handover_make(struct request *req,
				       const struct matter *m,
				       const struct desk_refusal *why,
				       struct desk_handover *ret_view);
/* The group it is in, what it might be the same as (desk_same.c). */
MUST_CHECK enum err desk_same_make(struct request *req, const struct matter *m,
				   struct desk_same *ret_view);
/* In the queue where messages are directed: what might join a group. */
MUST_CHECK enum err desk_same_rows(struct request *req,
				   const struct queue_row *list, size_t n,
				   struct desk_row *rows);
/* Somebody changed the matter: who, what, when. */
MUST_CHECK enum err desk_changed(struct request *req, const struct matter *m,
				 struct notice *ret_notice);

/* The outcomes of an answer, in the order of forms. */
struct choice desk_answer_outcomes(struct request *req, const char *chosen);
/* OUTCOME_NONE when the name is none of those offered. */
enum outcome desk_answer_outcome(const char *name);
/* All that end a matter without an answer. */
struct choice desk_close_outcomes(struct request *req);
enum outcome desk_close_outcome(const struct matter *m, const char *name);
enum word desk_lang_word(enum lang lang);
/* Where matters can go, as the lists of a form; and what was chosen there:
 * ERR_INVALID when it cannot be. */
MUST_CHECK enum err desk_targets(struct request *req, const struct matter *m,
				 struct desk_targets *ret_to);
MUST_CHECK enum err desk_target_parse(struct request *req,
				      const struct matter *m,
				      struct route_to *to);

#endif
