/*
 * tenant_views.h: what the pages of the municipality show, and the pieces all
 * of the administration shares.
 */
#ifndef TENANT_TENANT_VIEWS_H
#define TENANT_TENANT_VIEWS_H

#include "html/html_views.h"
#include "tenant/form.h"
#include "tenant/import.h"

/* The way back to the administration, above the heading. */
struct crumb {
	const char *href, *text; /* href NULL: only the front page of it */
};

struct settings_host {
	const char *name;
};

enum { SETTINGS_YES = 2 };

struct settings_view {
	struct crumb crumb;
	struct notice done;
	struct error_summary errors;
	struct conflict conflict;
	const char *version;
	struct field name[LANG__COUNT];
	struct choice lang;
	struct choice yes[SETTINGS_YES]; /* what is yes or no */
	size_t yes_count;
	struct field *contact; /* who answers */
	size_t contact_count;
	struct field *mail; /* how mail leaves */
	size_t mail_count;
	struct field *promise;
	size_t promise_count;
	struct field *call; /* when people call, how often */
	size_t call_count;
	struct settings_host *hosts;
	size_t host_count;
};

/* The colours of one theme, drawn as a small picture. */
struct look_sample {
	enum word name, adjusted;
	bool is_adjusted;
	const char *card, *ink, *brand, *on_brand, *wash;
};

struct look_view {
	struct crumb crumb;
	struct notice done;
	struct error_summary errors;
	struct conflict conflict;
	const char *was; /* the colour when the form was made */
	const char *accent_now;
	struct field accent, file;
	bool has_sample;
	struct look_sample sample[2];
	const char *logo; /* address, or NULL */
};

struct outbox_mail {
	int64_t id, at;
	const char *to;
	const char *subject, *lang; /* the recipient's */
	struct badge state;
	const char *detail;
	bool bounced;
};

struct outbox_job {
	int64_t id, at, attempts;
	const char *kind;
	const char *error;
};

struct outbox_filter {
	const char *href;
	enum word label;
	bool current;
};

struct outbox_view {
	struct crumb crumb;
	struct notice done;
	struct empty none;
	const struct outbox_filter *filters;
	size_t filter_count;
	const struct outbox_mail *mails;
	size_t mail_count;
	struct pager pager;
	const struct outbox_job *jobs;
	size_t job_count;
};

struct import_view {
	struct crumb crumb;
	const char *action, *download; /* addresses */
	enum word title, help, columns;
	struct error_summary errors;
	struct field file, csv;
};

struct plan_line {
	int line;
	const char *key, *name, *text;
	bool wrong;
	struct badge result;
};

struct plan_view {
	struct crumb crumb;
	const char *action, *apply;
	enum word title;
	bool changed_meanwhile;
	int64_t created, changed, removed, same, wrong, writes;
	const struct plan_line *lines;
	size_t line_count;
	bool more; /* some that stay as they are were left out */
	const struct import_source *source;
	const char *digest;
	struct field invite, file, csv;
	bool invites, can_apply;
};

#endif
