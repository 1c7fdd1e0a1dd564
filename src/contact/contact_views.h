/*
 * contact_views.h: what the pages of the directory show.
 */
#ifndef CONTACT_CONTACT_VIEWS_H
#define CONTACT_CONTACT_VIEWS_H

#include "contact/contact.h"
#include "contact/hours.h"
#include "html/html_views.h"
#include "search/search_views.h"
#include "tenant/tenant_views.h"

/* ---- in the open ---- */

struct contact_line {
	const char *href, *name, *answers, *phone, *dial, *now;
	bool open, has_hours;
	int depth;
};

struct contact_open_list {
	const char *query; /* NULL or "": the whole tree */
	const struct contact_line *lines;
	size_t line_count;
	struct search_rows found;
	const char *meant;
};

struct contact_reach {
	const struct contact_phone *phones;
	size_t phone_count;
	const char *mail;
};

struct contact_person_view {
	int64_t id;
	const char *name, *role;
	struct contact_reach reach;
	int64_t away_until; /* the last moment; 0 = here */
	const char *substitute, *substitute_href;
};

struct contact_date {
	const char *day, *times, *why;
};

struct contact_link {
	const char *href, *name;
};

struct contact_open_show {
	const char *name, *above, *above_href, *answers;
	struct contact_reach reach;
	const char *web, *address;
	const char *now; /* NULL: no hours are told */
	bool open;
	const struct hours_line *lines;
	size_t line_count;
	const struct contact_date *dates;
	size_t date_count;
	const struct contact_person_view *people;
	size_t person_count;
	const struct contact_link *topics, *below;
	size_t topic_count, below_count;
	const char *figures;
};

/* ---- administration ---- */

struct contact_admin_line {
	int64_t unit_id;
	const char *name;
	int depth;
	bool shown, has_facts;
	int64_t people, people_shown;
};

struct contact_list_view {
	struct crumb crumb;
	struct notice done;
	const struct contact_admin_line *lines;
	size_t line_count;
};

struct contact_admin_person {
	int64_t id;
	const char *name, *role;
	bool shown, away;
};

struct contact_unit_view {
	struct crumb crumb;
	struct notice done;
	struct error_summary errors;
	struct conflict conflict;
	const char *title, *action, *open; /* open: its public page, or NULL */
	int64_t unit_id, version;
	struct field answers[LANG__COUNT], phones, mail, web, address, hours,
		shown;
	const struct contact_admin_person *people;
	size_t person_count;
};

struct contact_person_edit_view {
	struct crumb crumb;
	struct notice done;
	struct error_summary errors;
	struct conflict conflict;
	const char *title, *action, *remove; /* remove: NULL for a new one */
	int64_t version;
	struct field name, role[LANG__COUNT], phones, mail, absent, shown;
	struct choice unit, account, substitute;
	int64_t shown_at;
};

#endif
