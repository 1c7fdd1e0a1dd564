/*
 * pass_views.h: what the pages of passing a matter on show.
 */
#ifndef MATTER_PASS_VIEWS_H
#define MATTER_PASS_VIEWS_H

#include "matter/ask_views.h"
#include "matter/desk_views.h"

/* The staff's form. */
struct desk_pass {
	struct desk_beside form;
	bool confidential;
	struct empty none; /* when there is nobody to choose */
	const struct desk_group *bodies;
	size_t body_count;
	const char *body_error;
	const char *ask; /* where the sender is asked to agree, or NULL */
	struct choice how;
	struct field agreed, text;
};

/* What the sender said and sent, for who has no page of the matter. */
struct shown_addition {
	int64_t at_us;
	const char *text;
};
struct shown_message {
	const char *lang, *title, *text, *place, *point;
	int64_t received_us;
	const struct shown_addition *more;
	size_t more_count;
	const struct work_file *files;
	size_t file_count;
};

/* The body's page behind its link. */
struct passed_view {
	const char *number, *name;
	bool shown;
	struct shown_message message;
	struct party party;
	int64_t until_us;
};

/* A unit that works by mail, behind its link. */
struct handle_view {
	struct error_summary errors;
	const char *number, *unit, *action, *language;
	bool waits, thanks;
	enum word why; /* when it does not wait any more */
	int64_t until_us;
	struct shown_message message;
	struct field text;
};

/* Asking another unit's view, and giving it. */
struct desk_view_ask {
	struct desk_beside form;
	struct choice what, unit;
	struct field text, days;
};
struct view_give {
	struct desk_nav nav;
	struct error_summary errors;
	const char *number, *who, *question, *action;
	int64_t due_us, asked_us;
	bool late, part;
	struct shown_message message;
	struct field text;
};

#endif
