/*
 * ask_views.h: what the pages behind secret links show, and the forms that
 * make them.
 */
#ifndef MATTER_ASK_VIEWS_H
#define MATTER_ASK_VIEWS_H

#include "matter/desk_views.h"
#include "matter/give_views.h"

/* A question to the resident. */
struct ask_view {
	struct error_summary errors;
	const char *number, *text, *lang, *action;
	bool waits, thanks;
	enum word why; /* when it does not wait any more */
	int64_t until_us;
	struct choice choice;
	struct field reply;
	struct photo_field photo;
};

struct work_file {
	const char *href, *name;
	int64_t bytes;
	bool is_photo; /* whose pictures others than staff may see */
	struct photo_view photo;
};

/* A piece of work for a contractor: nothing of who asked for it. */
struct work_view {
	struct error_summary errors;
	struct notice done;
	const char *number, *name, *text, *place, *point, *action;
	bool waits, accepted;
	enum word why;
	int64_t until_us;
	const struct work_file *files;
	size_t file_count;
	struct field note;
	struct photo_field photo;
};

/* The staff's forms. */
struct desk_ask {
	struct desk_nav nav;
	struct desk_place place;
	struct error_summary errors;
	struct notice problem;
	const char *base, *number, *title, *original, *lang;
	bool contractor;
	bool masked; /* the proposal has covered something already */
	struct desk_marked marked; /* the message, with what must not go out */
	struct field text, choices, days;
	struct choice body; /* of the directory; no options = nobody there */
	struct field name, mail, where, show_point;
	bool has_point;
	struct choice files;
};

/* The link, shown once. */
struct desk_ask_link {
	const char *base, *from, *number, *name, *url;
	bool mailed;
};

#endif
