/*
 * html_views.h: what the shared templates show: form fields, states, pages,
 * and the frame around every page.
 *
 *	{{include html_text_field v.email}}
 *
 * Texts are in the reader's language already. A field's id is its name; hint
 * and error are joined to it by aria-describedby.
 */
#ifndef HTML_HTML_VIEWS_H
#define HTML_HTML_VIEWS_H

#include "base/lang.h"
#include "html/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* text_field, textarea, checkbox, file_field. */
struct field {
	const char *name; /* also the id */
	const char *label;
	const char *value; /* checkbox: what is sent, NULL = "1" */
	const char *hint;  /* NULL or "" = none */
	const char *error; /* NULL or "" = none */
	bool required;     /* the others say "optional" */
	bool plain;        /* says neither: search boxes, sign-in */
	bool checked;      /* checkbox */
	const char *type;  /* text_field: email, tel, password, search, date;
			      NULL = text */
	const char *autocomplete; /* HTML's token, "email"; NULL = none */
	const char *inputmode;    /* NULL = none */
	const char *accept;       /* file_field: media types */
	bool multiple;            /* file_field */
	int maxlength;            /* characters, 0 = none; a textarea counts
				     down with scripts */
	int rows;                 /* textarea, 0 = 6 */
};

struct option {
	const char *value;
	const char *label;
	const char *hint; /* radio_group only; NULL or "" = none */
	bool selected;
};

/* select, radio_group, check_group. Radio ids are name-0, name-1 ...; an error
 * summary links to name-0. */
struct choice {
	const char *name;
	const char *label;
	const char *hint, *error;
	bool required, plain;
	const struct option *options;
	size_t option_count;
	const char *empty; /* select: the first, empty option; NULL = none */
	const char *autocomplete;
};

/* error_summary: a box at the top of a form that lists what to correct. */
struct form_error {
	const char *field; /* the id it links to */
	const char *text;
};

struct error_summary {
	const struct form_error *errors;
	size_t error_count; /* 0 shows nothing */
};

/* notice: info, success, warning or error. */
enum tone { TONE_NEUTRAL, TONE_INFO, TONE_SUCCESS, TONE_WARNING, TONE_ERROR };

struct notice {
	enum tone tone;
	const char *title;       /* may be NULL */
	const char *text;        /* lines make paragraphs */
	const char *href, *link; /* may be NULL */
};

/* badge: a state, in colour and in words. */
struct badge {
	enum tone tone;
	const char *text;
};

/* pager: older and newer pages; NULL = there is none. */
struct pager {
	const char *newer, *older; /* addresses */
};

/* queues: the staff's queues with their counts, as tabs. */
struct queue_tab {
	const char *href;
	const char *label;
	int64_t count; /* -1 = not shown; 1000 and more reads 1000+ */
	bool current;
};

struct queue_tabs {
	const char *label; /* of the navigation, for screen readers */
	const struct queue_tab *tabs;
	size_t tab_count;
};

/* empty: an honest word where a list would be, and what to do. */
struct empty {
	const char *title;
	const char *text;
	const char *href, *link; /* may be NULL */
};

/* One field of a form, for sending it again. */
struct kept_field {
	const char *name, *value;
};

/* /style: each of the above in all its states. */
enum { STYLE_OPTIONS = 3, STYLE_ROWS = 3, STYLE_TONES = TONE_ERROR + 1 };

struct style_row {
	const char *number;
};

struct style_view {
	struct error_summary errors;
	struct field field, optional, wrong, area, area_wrong, file, box,
		box_wrong;
	struct choice select, select_wrong, radio, radio_wrong, checks;
	struct notice notice[STYLE_TONES];
	struct badge badge[STYLE_TONES];
	struct queue_tabs tabs;
	struct pager pager;
	struct empty empty;
	struct style_row row[STYLE_ROWS];
};

/* ---- the frame: page.c fills it ---- */

struct layout_lang {
	const char *code;
	enum word name;
	const char *url; /* NULL = this page has no such form */
	bool current;
};

struct layout_key {
	const char *key;
	enum word what;
};

/* The pages every municipality must have: links in the foot. */
struct layout_about {
	const char *page; /* the last part of the address */
	enum word what;
	bool current;
};
enum { LAYOUT_ABOUTS = 3 };

struct layout {
	const char *title;
	int error_count;
	const char *name; /* of the municipality, or NULL */
	const char *theme;
	const char *logo; /* address, or NULL */
	int logo_width, logo_height;
	const char *feed;
	bool noindex, wide, map, staff, mail_off;
	const char *home, *give, *matters, *follow, *figures, *notices,
		*contacts; /* addresses */
	bool at_home, at_give, at_matters, at_follow, at_figures;
	bool at_desk, at_admin, at_account, at_contacts;
	bool show_admin, show_log, at_log, show_notices, at_notices;
	/* single keys that do something on pages about matters; NULL = none */
	const struct layout_key *keys;
	size_t key_count;
	const char *person; /* who is signed in, or NULL */
	const char *contact_mail, *contact_phone;
	struct layout_about about[LAYOUT_ABOUTS];
	struct layout_lang langs[LANG__COUNT];
	bool has_langs;
	const char *here; /* signed in: the switch is kept in the account and
			     leads back here; NULL = plain links */
	/* Answers a POST: the switch sends it again in another language. */
	bool again;
	const struct kept_field *kept;
	size_t kept_count;
};

struct problem {
	enum word title, text;
	const char *id; /* of the request, may be NULL */
	const char *home;
	const char *sign_in; /* address, or NULL */
	const char *again;   /* where to send what was typed again, or NULL */
	const struct kept_field *kept;
	size_t kept_count;
	bool files_lost;   /* it may have held files, which are not kept */
	const char *typed; /* the text, to be copied; "" = none */
	const char *contact_mail, *contact_phone;
};

#endif
