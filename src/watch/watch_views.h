/*
 * watch_views.h: what the pages of watches show.
 */
#ifndef WATCH_WATCH_VIEWS_H
#define WATCH_WATCH_VIEWS_H

#include "html/html_views.h"

struct watch_ask_view {
	struct error_summary errors;
	const char *heading, *lang, *href; /* of what */
	bool is_topic, sent;
	const char *matter, *topic; /* as in the address; "" = not of one */
	struct field email;
	struct choice pace;
};

struct watch_view {
	struct notice done;
	const char *heading, *lang, *href; /* heading NULL: not public now */
	const char *mail, *action, *stop;
	bool is_topic, confirmed, daily, stopped;
};

#endif
