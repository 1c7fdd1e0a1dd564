/*
 * topic_views.h: what the pages of topics show, and topics as options of other
 * slices' forms.
 */
#ifndef TOPIC_TOPIC_VIEWS_H
#define TOPIC_TOPIC_VIEWS_H

#include "html/html_views.h"
#include "tenant/tenant_views.h"
#include "topic/topic.h"

/* The active topics by code, in the order of the language. */
struct topic_options {
	const struct option *options;
	size_t count;
};
MUST_CHECK enum err topic_code_options(struct db *db, struct arena *a,
				       enum lang lang, const char *chosen,
				       struct topic_options *ret);

struct topic_line {
	int64_t id;
	const char *name, *code, *unit;
	int depth;
	bool active, confidential;
};

struct topic_list_view {
	struct crumb crumb;
	struct notice done;
	struct empty none;
	const struct topic_line *lines;
	size_t line_count;
};

struct topic_edit_view {
	struct crumb crumb;
	struct error_summary errors;
	struct conflict conflict;
	const char *title, *action;
	const char *promise, *questions; /* addresses; NULL for a new one */
	int64_t version;
	struct field name[LANG__COUNT];
	struct field code, order, confidential, active;
	struct choice parent, unit;
};

#endif
