/*
 * about_views.h: what the pages every municipality must have show.
 */
#ifndef ABOUT_ABOUT_VIEWS_H
#define ABOUT_ABOUT_VIEWS_H

#include "about/about.h"
#include "html/html_views.h"
#include "tenant/tenant_views.h"

struct about_show {
	const char *title, *text;
	int64_t saved_us; /* 0 = not said */
	bool accessibility;
	const char *name, *mail, *phone; /* of the municipality; "" = none */
};

struct about_cell {
	const char *href, *lang_code;
	enum word lang;
	int64_t saved_us;
};

struct about_line {
	enum word title;
	struct about_cell cell[LANG__COUNT];
};

struct about_list {
	struct crumb crumb;
	struct notice done;
	struct about_line line[ABOUT__COUNT];
};

struct about_edit {
	struct crumb crumb;
	struct error_summary errors;
	const char *title, *action, *public_href;
	const char *lang; /* of the text */
	int64_t version;
	struct field text;
	bool first; /* nobody has saved it yet */
	bool accessibility;
	const char *theirs;  /* somebody else saved this meanwhile, or NULL */
	const char *preview; /* NULL = not asked for */
};

#endif
