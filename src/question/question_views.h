/*
 * question_views.h: questions as they are asked, answered and edited.
 */
#ifndef QUESTION_QUESTION_VIEWS_H
#define QUESTION_QUESTION_VIEWS_H

#include "html/html_views.h"
#include "question/question.h"
#include "tenant/tenant_views.h"

/* ---- asked, in the form of another slice ---- */

struct question_stop {
	const char *value, *advice;
	bool now; /* this one was chosen */
};

struct question_item {
	enum question_kind kind;
	const char *by, *value; /* shown by this choice of that field; by NULL =
				   always */
	const char *only;       /* the same in words */
	struct field field;
	struct choice choice;
	const struct question_stop *stops;
	size_t stop_count;
};

struct question_form {
	const char *mark; /* which questions these are */
	const char *said; /* how many they are */
	const char *problem;
	const struct question_item *items;
	size_t count; /* 0 = nothing is asked */
};

/* The questions of a topic by themselves. */
struct question_page {
	const char *topic, *code;
	struct question_form form;
};

/* ---- answered ---- */

struct answer_line {
	const char *label, *text;
	const char
		*lang; /* of the one who wrote the text; NULL = the reader's */
};

/* On a page about a message. */
struct answer_list {
	const struct answer_line *lines;
	size_t count;
};

/* ---- edited ---- */

struct question_line {
	int place; /* 1 first */
	const char *label, *code, *only;
	enum word kind;
	bool required, stops, first, last;
};

struct question_version {
	int64_t number, at_us;
	bool answered, current, shown;
};

struct question_list_view {
	struct crumb crumb;
	struct notice done, problem;
	const char *title, *base; /* address of this page */
	int64_t edit;
	bool frozen;  /* the next change makes a new version */
	bool old;     /* a version of before is looked at */
	bool changes; /* more may be added */
	struct choice kind;
	const struct question_line *lines;
	size_t count;
	struct question_form preview;
	const struct question_version *versions;
	size_t version_count;
};

struct choice_row {
	const char *legend;
	bool built_in; /* yes or no: has its words */
	bool open;     /* its advice */
	struct field code, stop, name[LANG__COUNT], advice[LANG__COUNT];
};

struct question_edit_view {
	struct crumb crumb;
	struct error_summary errors;
	struct notice problem;
	const char *title, *action, *base;
	int64_t edit;
	bool is_new, frozen, may_require;
	bool chosen, more; /* has choices; may have more of them */
	const char *kind;
	enum word kind_word;
	struct choice shown;
	struct field label[LANG__COUNT], help[LANG__COUNT], required, code;
	bool open_help;
	const struct choice_row *rows;
	size_t row_count;
};

#endif
