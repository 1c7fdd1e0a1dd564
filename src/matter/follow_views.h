/*
 * follow_views.h: what the follow page of a matter shows its resident.
 */
#ifndef MATTER_FOLLOW_VIEWS_H
#define MATTER_FOLLOW_VIEWS_H

#include "html/html_views.h"
#include "matter/give_views.h"
#include "matter/photo_views.h"

/* Where a code is typed in. */
struct follow_code {
	struct field field;
	bool is_main; /* what the page is for */
};

struct follow_find_view {
	struct error_summary errors;
	struct follow_code code;
};

struct follow_file {
	bool is_photo;
	struct photo_view photo;
	const char *name;
	const char *href; /* where it is saved from; NULL = the sender's own */
	int64_t bytes;
};

struct follow_entry {
	int64_t at_us;
	enum word who, what;
	const char *text, *lang;
	bool resident;
	bool is_told; /* by another way than this page: */
	enum word told;
	const struct follow_file *files;
	size_t file_count;
};

/* A question that waits for the resident's answer. */
struct follow_ask {
	const char *href, *text;
	int64_t until_us;
};

/* Who has it now, outside. */
struct follow_body {
	const char *name; /* NULL = nobody */
	const char *phone, *hours, *mail, *web;
	enum word title;
};

struct follow_view {
	/* where its forms go, with ?lang= when the reader chose one */
	const char *reply_to, *verdict_to, *consent_to, *withdraw_to;
	struct error_summary errors;
	struct notice done; /* what was just done; title NULL = nothing */
	struct help_first help;
	const char *number, *title, *text, *place;
	struct answer_list answers;
	const char *text_lang;
	int64_t received_us;
	const char *tone;
	enum word badge;
	const char *state; /* in plain words */
	const char *reason;
	struct follow_body body;
	int64_t promised_us; /* 0 = nothing is promised */
	enum word promise;
	bool late;
	const char *answer; /* when it is the newest word, else NULL */
	int64_t answered_us;
	bool answer_told; /* by another way than this page: */
	enum word answer_told_how;
	const struct follow_file *answer_files;
	size_t answer_file_count;
	const char *unit;
	const struct follow_file *files;
	size_t file_count;
	const struct follow_entry *entries;
	size_t entry_count;
	const struct follow_ask *asks;
	size_t ask_count;
	bool has_call; /* asked to be called: */
	const char *call;
	int64_t call_us; /* 0 = as soon as possible */
	bool ask_verdict, is_satisfied;
	bool ask_why_good; /* satisfied, and has not said why */
	struct choice why_not, why_good;
	struct field why;
	struct field text_field;
	struct photo_field photo;
	bool open_reply, open_why;
	bool may_publish;
	bool may_consent;       /* publication is possible at all */
	const char *public_url; /* while it is public */
	bool may_withdraw;
	bool is_fault;
	struct field confirm;
	bool open_withdraw;
};

#endif
