/*
 * mail_frame.h: what every mail of a municipality looks like, as plain text and
 * as HTML. Callers bring words already in the reader's language; nothing in a
 * mail is loaded from anywhere, so opening one tells nobody.
 */
#ifndef HTML_MAIL_FRAME_H
#define HTML_MAIL_FRAME_H

#include "html/out.h"

struct mail_fact {
	const char *label, *value; /* "Asianumero", "2026-1234" */
};

struct mail_frame {
	const char *tenant; /* the municipality's name */
	const char *heading;
	const char *text; /* blank lines make paragraphs, line breaks stay */
	const struct mail_fact *facts;
	size_t fact_count;
	const char *url, *url_label; /* the one thing to do; NULL = none */
	const char *after;           /* after it, as text; NULL = nothing */
	const char *replies_to;      /* who reads a reply; NULL = nobody does */
};

/* Both live in the arena. */
void mail_frame_render(struct arena *a, enum lang lang,
		       const struct mail_frame *f, const char **ret_text,
		       const char **ret_html);

#endif
