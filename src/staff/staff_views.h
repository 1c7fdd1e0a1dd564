/*
 * staff_views.h: what the pages of staff show.
 */
#ifndef STAFF_STAFF_VIEWS_H
#define STAFF_STAFF_VIEWS_H

#include "html/html_views.h"
#include "tenant/tenant_views.h"

struct login_view {
	struct notice done, refused;
	struct error_summary errors;
	struct field mail, password;
	const char *action, *next;
};

struct forgot_view {
	bool mail_off;
	struct error_summary errors;
	struct field mail;
};

struct link_view {
	bool usable;
	const char *name, *mail, *action;
	struct error_summary errors;
	struct field password, again;
};

struct account_view {
	struct notice done;
	struct error_summary errors;
	const char *name, *mail, *unit;
	struct field current, password, again;
	bool templates; /* writes answers, or looks after the topics */
	struct choice lang;
	struct field shortcuts;
};

struct absence_line {
	int64_t id;
	const char *substitute;
	int64_t first_us, last_us;
	bool now;
};

struct absence_view {
	struct crumb crumb;
	struct notice done;
	struct error_summary errors;
	const char *title, *action;
	const struct absence_line *lines, *covered;
	size_t line_count, covered_count;
	struct field first, last;
	struct choice substitute;
};

struct admin_view {
	bool units, topics, staff, system;
	int64_t unit_count, topic_count, staff_count, invited_count;
	int64_t dead_jobs;
};

struct staff_line {
	int64_t id;
	const char *name, *mail, *title, *unit;
	int64_t signed_in_at;
	bool active, invited;
};

struct staff_list_view {
	struct crumb crumb;
	struct notice done;
	struct empty none;
	struct field query;
	int64_t found;
	const struct staff_line *lines;
	size_t line_count;
	struct pager pager;
};

/* The permissions of one person: for all units, and unit by unit. */
struct perm_box {
	const char *id, *value, *label, *hint;
	bool checked;
};

enum { GRID_COLUMNS = 4 };
struct grid_cell {
	const char *value, *label;
	bool checked;
};

struct grid_row {
	const char *name;
	int depth;
	struct grid_cell cells[GRID_COLUMNS];
	size_t cell_count;
};

struct grid_column {
	const char *label;
};

struct staff_edit_view {
	struct crumb crumb;
	struct notice done;
	struct error_summary errors;
	struct conflict conflict;
	const char *title, *action;
	int64_t id, version;
	struct field mail, name, job, invite;
	struct choice unit, lang;
	const char *perm_error;
	const struct perm_box *boxes;
	size_t box_count;
	const struct grid_column *columns;
	size_t column_count;
	const struct grid_row *rows;
	size_t row_count;
	bool grid_open, is_new;
	/* below the form, for one who is there */
	bool active, self, has_password;
};

struct staff_act_view {
	struct crumb crumb;
	struct error_summary errors;
	const char *name, *url;
	int64_t id;
};

#endif
