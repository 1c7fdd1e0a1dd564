/*
 * sheet_views.h: what the list of links and a sheet show.
 */
#ifndef SHEET_SHEET_VIEWS_H
#define SHEET_SHEET_VIEWS_H

#include "base/qr.h"
#include "html/html_views.h"
#include "tenant/tenant_views.h"

struct sheet_line {
	const char *field; /* of the form: topic or facility */
	const char *value; /* what the form sends for it: a code */
	const char *name;
	const char *url;  /* of the form for feedback */
	const char *code; /* address of the QR code */
};

struct sheet_list_view {
	struct crumb crumb;
	struct queue_tabs langs;
	const char *in; /* language of the links and sheets */
	const struct sheet_line *lines;
	size_t line_count;
};

struct sheet_print_view {
	const char *back;
};

struct sheet_view {
	const char *lang;
	const char *tenant;
	const char *logo; /* address, or NULL */
	int logo_width, logo_height;
	const char *name;  /* of the topic; NULL: of no one in particular */
	const char *shown; /* the address as it is read, without https:// */
	const char *contact_phone;
	struct qr qr;
};

struct sheet_code_view {
	struct qr qr;
	const char *title;
};

#endif
