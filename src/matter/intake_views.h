/*
 * intake_views.h: what the pages for messages by phone, letter, at the desk
 * show.
 */
#ifndef MATTER_INTAKE_VIEWS_H
#define MATTER_INTAKE_VIEWS_H

#include "matter/desk_views.h"
#include "matter/give_views.h"
#include "topic/topic_views.h"

struct intake_view {
	struct desk_nav nav;
	struct give_view give; /* the resident's form, in other words */
	struct notice problem; /* sent before, or too old a form */
	struct choice channel, language;
	struct field date, time;
};

struct entered_view {
	struct desk_nav nav;
	const char *number;
	const char *href; /* NULL = it is not for who wrote it down to see */
	const char *next; /* an empty form for the same channel */
	const char *lang; /* the sender's */
};

struct spot_view {
	struct desk_nav nav;
	struct notice done;
	struct error_summary errors;
	struct choice channel;
	struct topic_options topics;
};

#endif
