/*
 * give_views.h: what the form for feedback and its receipt show.
 */
#ifndef MATTER_GIVE_VIEWS_H
#define MATTER_GIVE_VIEWS_H

#include "html/html_views.h"
#include "matter/first_views.h"
#include "matter/help_views.h"
#include "matter/matter.h"
#include "notice/notice_views.h"
#include "place/find_views.h"
#include "place/map_views.h"
#include "question/question_views.h"

/* A file that came with an earlier try of the same form. */
struct kept_file {
	const char *ticket;
	const char *name;
	int64_t bytes;
};

/* Where files are chosen, below those that came already. */
struct photo_field {
	struct field field;
	const struct kept_file *kept;
	size_t kept_count;
};

enum {
	GIVE_DRAFT_DAYS = 14, /* how long a device keeps a draft */
	GIVE_LEAST_MS = 2000, /* nobody reads and fills in a form faster */
};

struct give_view {
	struct error_summary errors;
	bool stale;     /* the form was not ours, or its key was damaged */
	bool once_more; /* what sent it may be a machine: a person is asked */
	int text_min;   /* characters of a message */
	int draft_days;
	bool warn; /* the text holds an identity code or an account number */
	const char *urgent_phone;
	struct notice_items notices; /* to all */
	struct first_view first;     /* to who writes this */
	int answer_days;
	struct field text, title, lat, lon;
	struct place_find find;
	struct photo_field photo;
	struct map_pick map;
	struct field email, phone, name, nickname, may_publish, send_anyway;
	struct choice type, topic, wants_reply;
	struct question_form questions;
	/* a part opens when something in it is filled in or wrong */
	bool open_about, open_place, open_point, open_files, open_contact;
};

struct receipt_view {
	const char *number, *url;
	const char *photos; /* where those that follow the message are sent */
	int64_t received_us;
	const char *title, *text;
	struct answer_list answers;
	const char *storm;     /* what to know at once, or NULL */
	const char *unit;      /* who reads it; "" = triage finds out */
	int64_t answer_due_us; /* 0 = no answer was asked for */
	int64_t reaction_due_us;
	const char *mail; /* the address the receipt went to, or NULL */
	bool mail_held;   /* an address was given, but no mail was sent */
	bool entered;     /* written down by staff for the sender */
	bool added;       /* a second text joined the first matter */
	size_t file_count;
	bool may_publish;
	bool outside;           /* its place is beyond the border */
	const char *place;      /* in words; "" = none */
	struct map_still still; /* of its point */
	struct help_first help;
	struct first_call call;
};

#endif
