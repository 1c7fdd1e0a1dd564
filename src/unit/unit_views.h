/*
 * unit_views.h: what the pages of units show, and units as options of other
 * slices' forms.
 */
#ifndef UNIT_UNIT_VIEWS_H
#define UNIT_UNIT_VIEWS_H

#include "html/html_views.h"
#include "tenant/tenant_views.h"
#include "unit/unit.h"

/* The tree as options of a select, indented; own active ones, and the chosen.
 */
struct option *unit_options(struct arena *a, const struct unit *list,
			    size_t count, enum lang lang, int64_t chosen,
			    size_t *ret_count);

struct unit_line {
	int64_t id;
	const char *name, *code, *mail;
	int depth;
	bool active, outside, by_mail;
	enum word kind;
};

/* How to reach somebody outside. */
struct body_line {
	const char *name, *mail, *phone, *hours, *web;
	enum word kind;
};

struct directory_view {
	struct empty none;
	const struct body_line *lines;
	size_t line_count;
	const char *query;
};
enum word unit_kind_word(enum unit_kind kind);

struct unit_list_view {
	struct crumb crumb;
	struct notice done;
	struct empty none;
	const struct unit_line *lines;
	size_t line_count;
};

struct unit_edit_view {
	struct crumb crumb;
	struct notice done;
	struct error_summary errors;
	struct conflict conflict;
	const char *title, *action;
	const char *signature; /* where its signature is; NULL: a new unit */
	int64_t version;
	struct field name[LANG__COUNT];
	struct field code, mail, phone, hours, web, order, active, by_mail;
	struct choice kind, parent, head;
};

#endif
