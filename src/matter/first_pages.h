/*
 * first_pages.h: the handlers of first.h's rules, and what the form for feedback
 * asks of them.
 */
#ifndef MATTER_FIRST_PAGES_H
#define MATTER_FIRST_PAGES_H

#include "matter/first_views.h"
#include "matter/typed.h"

/* While somebody writes: what may answer them. Stores nothing. */
enum err first_page_near(struct request *req, struct response *res);
/* What a form has shown, and what its writer called different. */
enum err first_page_count(struct request *req, struct response *res);

/* For the form itself: what its text finds. */
MUST_CHECK enum err first_view_of(struct request *req, const struct typed *t,
				  struct first_view *ret_view);
/*
 * A form that was sent: the page between, when something not shown before may
 * answer it and the form says that it can wait ("first" is "ask"); the page
 * after a choice. *ret_done: res is the answer; else the form goes its way.
 */
MUST_CHECK enum err first_ask(struct request *req, struct response *res,
			      const struct typed *t, bool *ret_done);
/* It is stored: whom something had answered has come back. */
MUST_CHECK enum err first_sent(struct request *req, struct response *res,
			       const struct typed *t, const struct matter *m);

/* ---- staff ---- */

enum err first_page_desk(struct request *req, struct response *res);
enum err first_page_desk_csv(struct request *req, struct response *res);

#endif
