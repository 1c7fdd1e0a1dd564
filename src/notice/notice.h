/*
 * notice.h: what the municipality tells everybody: a disruption, news, a
 * question it is asked often. Written in as many of the languages as somebody
 * had time for; a reader gets their own, or else the first there is.
 *
 * Nobody knows of a draft. What was published and has been ended answers 410.
 */
#ifndef NOTICE_NOTICE_H
#define NOTICE_NOTICE_H

#include "base/lang.h"
#include "http/http.h"
#include "sql/sql.h"

enum {
	NOTICE_TITLE_MAX = 120,
	NOTICE_TEXT_MAX = 5000,
	NOTICE_WORDS_MAX = 300,
	NOTICES_MAX = 300, /* published at once */
};
#define NOTICE_OPEN INT64_MAX /* ends when somebody ends it */

/* In the order in which people read them. */
enum notice_kind { NOTICE_DISRUPTION, NOTICE_NEWS, NOTICE_FAQ, NOTICE__COUNT };
extern const char *const notice_kinds[NOTICE__COUNT]; /* as in SQL */
/* NOTICE__COUNT: no such kind. */
enum notice_kind notice_kind_parse(const char *name);

enum notice_state { NOTICE_DRAFT, NOTICE_PUBLISHED, NOTICE_ENDED };
extern const char *const notice_states[]; /* as in SQL */

/* The name "notice" is a box on a page (html_views.h). */
struct public_notice {
	int64_t id;
	enum notice_kind kind;
	const char *title[LANG__COUNT], *text[LANG__COUNT]; /* "" = not in it */
	int64_t starts_at, ends_at;
	int64_t topic_id, area_id; /* 0 = none */
	const char *words;
	enum notice_state state;
	int64_t published_at; /* the first time; 0 = never */
	int64_t review_at;    /* 0 = never */
	int64_t staff_id, unit_id;
	int64_t updated_at, version;
};

/* The language in which a reader of this one gets it. */
enum lang notice_lang(const struct public_notice *n, enum lang reader);
bool notice_runs(const struct public_notice *n, int64_t now);

/* All, those that are not ended first, then the newest; limit at most. */
MUST_CHECK enum err notice_list(struct db *db, struct arena *a, int limit,
				struct public_notice **ret_list,
				size_t *ret_count);
/* Also a draft and one that is over. */
MUST_CHECK enum err notice_get(struct db *db, struct arena *a, int64_t id,
			       struct public_notice *ret_notice);

/* ---- what this process remembers of those that run ---- */

/* Good until the handler returns: disruptions, news, questions, in each the
 * newest first. Of a text only the beginning: notice_get has all of it. */
struct notices {
	const struct public_notice *list;
	size_t count;
};
MUST_CHECK enum err notices_now(struct db *db, struct arena *a,
				struct notices *ret_notices);

/* And those that will run: all that are published and not over. */
MUST_CHECK enum err notices_coming(struct db *db, struct arena *a,
				   struct notices *ret_notices);

/* What somebody is writing about; "" and 0 = not known. */
struct notice_about {
	const char *text, *place;
	int64_t topic_id;
};
/*
 * Those that may concern it, the likeliest first, max at most: of its topic or
 * one above, of a word from their list of words, of two words from their title;
 * and every disruption that is about everything: without topic, area and words.
 */
MUST_CHECK enum err notices_near(struct db *db, struct arena *a,
				 const struct notice_about *about, size_t max,
				 struct notices *ret_notices);
/* Disruptions of this topic or one above it. */
MUST_CHECK enum err notices_of_topic(struct db *db, struct arena *a,
				     int64_t topic_id,
				     struct notices *ret_notices);
/* 0 when no topic has this code. */
MUST_CHECK enum err notice_topic_id(struct db *db, const char *code,
				    int64_t *ret_id);
/* "" when there is none. */
struct notice_names {
	const char *topic, *topic_code, *area;
};
MUST_CHECK enum err notice_names(struct db *db, const struct public_notice *n,
				 enum lang lang, struct notice_names *ret);

/* ---- changing ---- */

/* What is wrong with one as typed, one bit a field. */
enum {
	NOTICE_BAD_KIND = 1 << 0,
	NOTICE_NO_WORDS = 1 << 1, /* in no language */
	/* A language has one of the two, or one too long: << language. */
	NOTICE_BAD_TITLE = 1 << 2,
	NOTICE_BAD_TEXT = 1 << 5,
	NOTICE_BAD_FROM = 1 << 8,
	NOTICE_BAD_UNTIL = 1 << 9, /* no day, or before the first */
	NOTICE_BAD_TOPIC = 1 << 10,
	NOTICE_BAD_AREA = 1 << 11,
	NOTICE_BAD_WORDS = 1 << 12,
	NOTICE_BAD_REVIEW = 1 << 13,
	NOTICE_PRIVATE = 1 << 14,  /* an identity code or an account number */
	NOTICE_TOO_MANY = 1 << 15, /* published */
};
/* Of starts_at, ends_at and review_at -1 says: typed, but no day. */
MUST_CHECK enum err notice_faults(struct db *db, struct arena *a,
				  const struct public_notice *n,
				  unsigned *ret_bad);
/* id 0 makes a new one. ERR_INVALID: notice_faults; ERR_CONFLICT: changed by
 * somebody else. For commands; people change one by notice_change. */
MUST_CHECK enum err notice_save(struct db *db, struct arena *a,
				const struct public_notice *n, int64_t *ret_id);
/* As notice_save, with the event of who did it. */
MUST_CHECK enum err notice_change(struct db *db, struct arena *a,
				  int64_t staff_id,
				  const struct public_notice *n,
				  int64_t *ret_id);
/* Out of sight at once; a draft as well. ERR_INVALID: it is over. */
MUST_CHECK enum err notice_end(struct db *db, struct arena *a, int64_t staff_id,
			       int64_t id);

#endif
