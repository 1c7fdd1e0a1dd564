/*
 * group_views.h: what the pages of groups show.
 */
#ifndef MATTER_GROUP_VIEWS_H
#define MATTER_GROUP_VIEWS_H

#include "matter/desk_views.h"

struct group_row {
	const char *number;
	const char *href, *title, *lang; /* NULL: not this person's to see */
	enum word state;
	const char *tone;
	int64_t at_us;
	bool leads, has_how;
	enum word how; /* the last thing said to all reached it */
};

/* Last to all. */
struct group_said {
	const char *text, *by; /* NULL: nothing yet */
	int64_t at_us;
};

struct group_view {
	struct desk_nav nav;
	struct notice done;
	const char *heading, *lang;
	const char *summary;
	const char *answer; /* where all are answered; NULL = nobody is open */
	const struct group_row *rows;
	size_t row_count;
	int64_t more; /* that are not shown */
	struct group_said said;
};

/* What senders of one language get. */
struct group_words {
	struct field field;
	struct desk_templates templates;
	const char *lang, *label, *signature;
};

struct group_answer_view {
	struct desk_nav nav;
	struct error_summary errors;
	struct notice problem, done;
	const char *action, *back, *heading, *lang, *title, *original;
	const char *seen; /* how the group was when it was looked at */
	const char *lead; /* the number of its oldest matter */
	const char *to;   /* who will get it */
	const char *kind, *outcome_typed, *reason_typed;
	struct choice kinds, outcome;
	struct field reason;
	struct photo_field photo;
	struct desk_kept kept_text;
	struct group_said said;
	const struct group_words *words;
	size_t word_count;
};

#endif
