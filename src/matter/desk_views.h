/*
 * desk_views.h: what the staff pages of matters show, already decided.
 */
#ifndef MATTER_DESK_VIEWS_H
#define MATTER_DESK_VIEWS_H

#include "entry/entry.h"
#include "event/event.h"
#include "html/words.h"
#include "mail/mail.h"
#include "matter/matter.h"

struct desk_tab {
	enum word label;
	const char *href;
	const char *count; /* "12", "1000+" */
	bool current;
};

/* The head of every staff page about matters: queues and search. */
struct desk_nav {
	struct desk_tab tabs[4];
	size_t tab_count;
	const char *query;
};

struct desk_row {
	const char *number, *title, *excerpt;
	const char *unit, *topic, *handler;
	enum word type, state;
	const char *tone;
	int64_t received_us, due_us;
	bool has_type, late, soon, unsatisfied, closed;
	const char *lang; /* of the text */
};

struct desk_queue {
	struct desk_nav nav;
	enum word title, empty;
	const struct desk_row *rows;
	size_t row_count;
	const char *next; /* address of the next page, or NULL */
	bool search;      /* a search result rather than a queue */
};

struct desk_option {
	const char *value;
	const char *label;
	bool chosen;
};

struct desk_entry {
	enum word kind;
	const char *who; /* a person's name, or NULL: who_word */
	enum word who_word;
	const char *text;
	int64_t at_us;
	bool internal, resident, hidden;
};

struct desk_event {
	enum word kind;
	const char *who;
	enum word who_word;
	int64_t at_us;
};

struct desk_file {
	const char *name, *href;
	int64_t bytes;
};

struct desk_mail {
	enum word delivery;
	const char *to, *subject, *detail;
	int64_t at_us;
	bool bounced;
};

struct desk_due {
	enum word what;
	int64_t at_us, met_us;
	bool late;
};

struct desk_show {
	struct desk_nav nav;
	const char *number, *title, *text, *place, *nickname, *lang;
	const char *map_href; /* geo: position in words, or NULL */
	const char *unit, *topic, *handler, *outcome_note, *verdict_note;
	struct party party;
	bool has_party, wants_reply, may_publish, unsatisfied, is_open;
	bool confidential;
	enum word type, state, outcome, lang_word;
	bool has_outcome, has_type;
	const char *tone;
	int64_t received_us;
	const struct desk_entry *entries;
	size_t entry_count;
	const struct desk_event *events;
	size_t event_count;
	const struct desk_file *files;
	size_t file_count;
	const struct desk_mail *mails;
	size_t mail_count;
	const struct desk_due *dues;
	size_t due_count;
	const struct desk_option *targets, *topics, *outcomes;
	size_t target_count, topic_count, outcome_count;
	int64_t version;
	const char *base; /* "/staff/matters/2026-1234" */
	const char *public_href;
	bool can_take, can_route, can_write, can_publish, can_hide;
	enum word publication; /* state in words */
	/* what came back after an act or an error */
	enum word done, error;
	bool has_done, has_error;
	const char *note_text, *route_note,
		*close_reason; /* kept after an error */
};

struct desk_answer {
	struct desk_nav nav;
	const char *number, *title, *original, *text, *reason, *base, *lang;
	enum word lang_word;
	const char *to; /* mail address the answer goes to, or "" */
	bool interim, preview, conflict;
	bool has_error, text_error, reason_error;
	enum word error;
	const struct desk_option *outcomes;
	size_t outcome_count;
	enum word outcome_word;
	const char *outcome;
	int64_t version;
	const struct desk_entry *entries;
	size_t entry_count;
};

struct desk_hit {
	enum word kind;
	const char *text; /* what was found */
	enum word field;  /* in which field */
};

struct desk_publish {
	struct desk_nav nav;
	const char *number, *base, *original_title, *original, *original_answer;
	const char *title, *text, *answer, *nickname, *place, *lang;
	bool show_text, show_answer, show_nickname, show_place, has_answer;
	bool is_public, has_error;
	enum word error;
	const struct desk_hit *hits;
	size_t hit_count;
	int64_t version;
};

#endif
