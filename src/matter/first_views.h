/*
 * first_views.h: what is offered to somebody who is writing.
 */
#ifndef MATTER_FIRST_VIEWS_H
#define MATTER_FIRST_VIEWS_H

#include "html/html_views.h"

/* What to call before one writes on. */
struct first_call {
	bool life, fault;
	const char *phone; /* of the duty desk; NULL = there is none */
};

struct first_item {
	const char *key; /* "m12", as in forms */
	const char *title, *text, *lang;
	const char *href;  /* its own page */
	const char *watch; /* where one follows it, or NULL */
	enum word kind;
	int64_t at_us; /* when it was said; 0 = not shown */
};

struct first_view {
	struct first_call call;
	const struct first_item *items;
	size_t count;
	const char *told; /* the same for screen readers, in few words */
	/* What the form carries: refused, counted, shown by this page, said. */
	const char *refused, *counted, *shown, *said;
	bool send; /* the choices are buttons that send the form */
};

/* Between the form and the receipt: nothing is sent yet. */
struct first_between {
	struct first_view first;
	const struct kept_field *kept;
	size_t kept_count;
	const char *text; /* as written */
	size_t file_count;
};

/* After "this answers me" or "the same thing". */
struct first_chosen {
	bool same, again; /* again: the browser remembers it for a while */
	struct first_item item;
	const char *answer; /* all of it */
	const struct kept_field *kept;
	size_t kept_count;
	const char *text;
};

/* ---- staff ---- */

struct first_row {
	const char *title, *lang, *href; /* href NULL: it is gone */
	enum word kind;
	bool has_kind;
	const char *shown, *answers, *same, *different, *back;
	const char *helped; /* "9 of 40" */
	const char *share;  /* "22 %", "" = too few */
};

struct first_desk {
	struct choice period;
	const char *what, *csv;
	struct first_row total;
	const struct first_row *rows;
	size_t row_count;
	bool more; /* than are shown */
	int few;   /* fewer forms than these: no share is told */
	struct empty none;
};

#endif
