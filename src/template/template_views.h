/*
 * template_views.h: what the pages of templates show.
 */
#ifndef TEMPLATE_TEMPLATE_VIEWS_H
#define TEMPLATE_TEMPLATE_VIEWS_H

#include "html/html_views.h"
#include "template/template.h"
#include "tenant/tenant_views.h"

struct template_line {
	int64_t id;
	const char *title, *topic, *share, *season;
	enum word lang;
	bool active, may_change;
};

struct template_list_view {
	struct notice done;
	struct empty none;
	const struct template_line *lines;
	size_t line_count;
};

struct template_var_line {
	const char *name; /* "{asianumero}" */
	const char *hint;
};

struct template_edit_view {
	struct notice done;
	struct error_summary errors;
	struct conflict conflict;
	const char *title, *action;
	const char *remove; /* address, or NULL */
	int64_t version;
	bool may_change;
	struct field name, text, from, to, active;
	struct choice share, topic, lang;
	struct template_var_line vars[VAR__COUNT];
};

#endif
