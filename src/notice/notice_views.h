/*
 * notice_views.h: what the pages of notices show, and the piece other pages
 * show of them.
 */
#ifndef NOTICE_NOTICE_VIEWS_H
#define NOTICE_NOTICE_VIEWS_H

#include "html/html_views.h"
#include "notice/notice.h"
#include "tenant/tenant_views.h"

/* One of them, as any page shows it. */
struct notice_item {
	const char *title, *text, *lang;
	const char *href;    /* its own page; NULL = it has none */
	enum word kind;      /* 0 with has_kind false: the title says it */
	bool has_kind, more; /* there is more of it on its page */
	const char *topic, *area;
	int64_t from_us, until_us; /* the last moment; 0 = open */
	/* feeds */
	const char *id, *url;
	int64_t published_us, updated_us;
};

/* {{include notice_shown v.notices}}: boxes; notice_rows: a list; notice_line: a
 * line each. */
struct notice_items {
	const struct notice_item *items;
	size_t count;
};

struct notice_open_list {
	const char *feed, *topic; /* the topic that is shown alone, or NULL */
	struct notice_items disruptions, news, faq;
	size_t count;
};

struct notice_open_show {
	struct notice_item item;
	bool over, not_yet;
	const char *give; /* where one writes about it */
};

struct notice_feed {
	struct notice_items entries;
	const char *feed_url, *self_url, *name;
	int64_t updated_us;
};

/* ---- staff ---- */

struct notice_line {
	int64_t id;
	const char *title, *lang, *langs, *topic;
	enum word kind, state;
	const char *tone; /* of the badge */
	int64_t from_us, until_us;
	bool review; /* its day to be read again has come */
};

struct notice_list_view {
	struct notice done;
	struct empty none;
	const struct notice_line *lines;
	size_t line_count;
};

/* How it will look, in each language it is in. */
struct notice_preview {
	const char *title, *text, *lang;
	enum word lang_word;
};

struct notice_words {
	enum word lang;
	struct field title, text;
};

struct notice_edit_view {
	struct notice done;
	struct error_summary errors;
	struct conflict conflict;
	const char *title, *action;
	const char *end, *open; /* addresses, or NULL */
	int64_t version;
	bool published, from_answer;
	struct badge state;
	struct choice kind, topic, area;
	struct notice_words words[LANG__COUNT];
	struct field from, until, keys, review;
	const struct notice_preview *previews;
	size_t preview_count;
};

#endif
