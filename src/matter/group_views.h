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

struct group_view {
	struct desk_nav nav;
	struct notice done;
	const char *heading, *lang;
	const char *summary;
	const char *answer; /* where all are answered; NULL = nobody is open */
	const struct group_row *rows;
	size_t row_count;
	int64_t more;               /* that are not shown */
	const char *said, *said_by; /* last to all, or NULL */
	int64_t said_us;
};

/* What senders of one language get. */
struct group_words {
	struct field field;
	const char *lang, *label, *text, *signature;
};

struct group_answer_view {
	struct desk_nav nav;
	struct error_summary errors;
	struct notice problem;
	const char *action, *back, *heading, *lang, *title, *original;
	const char *seen; /* how the group was when it was looked at */
	const char *to;   /* who will get it */
	bool interim, preview;
	const char *kind, *outcome_typed, *reason_typed;
	struct choice kinds, outcome;
	struct field reason;
	const struct group_words *words;
	size_t word_count;
};

#endif
