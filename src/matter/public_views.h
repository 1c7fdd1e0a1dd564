/*
 * public_views.h: what everybody may see of matters.
 */
#ifndef MATTER_PUBLIC_VIEWS_H
#define MATTER_PUBLIC_VIEWS_H

#include "html/html_views.h"
#include "html/words.h"
#include "matter/matter.h"
#include "matter/photo_views.h"
#include "notice/notice_views.h"
#include "place/map_views.h"
#include "search/search.h"

struct public_row {
	const char *number, *title, *excerpt, *topic, *unit, *lang, *href;
	const char *url, *id; /* for feeds: with the origin; for ever */
	enum word type, state;
	const char *tone;
	int64_t published_us, updated_us;
	bool has_type;
	const char *text, *answer; /* feeds carry the whole text */
	/* In a search: title and excerpt with what was searched for marked. */
	const struct search_piece *titles, *excerpts;
	size_t title_count, excerpt_count;
	bool from_answer; /* the excerpt is of the city's answer */
};

struct public_option {
	const char *value, *label;
	bool chosen;
};

struct public_choice {
	const struct public_option *list;
	size_t count;
};

/* A filter that is on, and the address without it; or an order. */
struct public_chip {
	const char *kind, *label, *href;
	bool chosen;
};

struct public_filters {
	struct public_choice types, topics, units, areas, states, answers,
		photos, times;
	const char *from, *to; /* as typed, or as a date field takes it */
	const char *sort;      /* for a form; "" = the newest first */
	const char *facility;  /* its code, for a form; NULL = any */
	const struct public_chip *chips, *sorts;
	size_t chip_count, sort_count;
	struct error_summary errors; /* dates that are none */
};

struct public_list {
	const struct public_row *rows;
	size_t row_count;
	struct public_filters f;
	int64_t total; /* on all pages; -1 = not known */
	bool at_least; /* those and more */
	bool paused;   /* older ones may be there: the next page looks on */
	bool fault;    /* the dates are none */
	const char *first, *next; /* addresses of pages, or NULL */
	const char *feed, *self, *map;
	const char *watch; /* the topic that is shown alone, or NULL */
	/* a search; query NULL: there is none */
	const char *query;
	size_t hits;
	bool more_hits;
	const char *meant;    /* words looked for instead */
	const char *previous; /* address of a page, or NULL */
	/* feeds */
	const char *feed_url, *self_url, *name;
	bool told; /* with what residents wrote */
	int64_t updated_us;
};

/* The same on a map: the list beside it is the newest of list. */
struct public_map_view {
	struct public_list list;
	struct map_frame frame;
	const char *spots; /* where the points come from, with the filters */
	const char *at;    /* "lat,lon,zoom" of a link, or "" */
	const char *as_list;
};

/* What has happened, in plain words. */
struct public_step {
	enum word what;
	int64_t at_us;
};
enum { PUBLIC_STEPS = 3, PUBLIC_NEAR = 5 };

/* Another message, some metres away. */
struct public_near_row {
	struct public_row r;
	int metres;
};

struct public_show {
	struct public_step steps[PUBLIC_STEPS];
	size_t step_count;
	const struct public_near_row *near;
	size_t near_count;
	const char *at; /* "60.17000,24.94000,16" on the map, or NULL */
	const struct photo_view *photos; /* each published by itself */
	size_t photo_count;
	struct notice_items notices; /* disruptions of its topic */
	const char *number, *title, *text, *answer, *nickname, *place, *lang;
	const char *topic, *unit;
	struct map_still still; /* of a published point */
	const char *body;       /* outside, whom it was passed on to, or NULL */
	enum word type, state, outcome;
	const char *tone;
	bool has_type, has_outcome;
	int64_t received_us, published_us, answered_us;
};

#endif
