/*
 * template.h: an answer that was written once and is used often. It has
 * {variables}; what cannot be filled stays as it is, and nobody can send an
 * answer that still holds one.
 */
#ifndef TEMPLATE_TEMPLATE_H
#define TEMPLATE_TEMPLATE_H

#include "base/clock.h"
#include "base/lang.h"
#include "http/http.h"
#include "topic/topic.h"
#include "unit/unit.h"

#include <stdbool.h>

enum { TEMPLATE_TITLE_MAX = 100, TEMPLATE_TEXT_MAX = 8000 };

struct template
{
	int64_t id;
	int64_t owner_id; /* 0 = shared */
	int64_t unit_id;  /* shared with it and those below; 0 = with all */
	int64_t topic_id; /* and those below it; 0 = any */
	enum lang lang;
	const char *title;
	const char *text;               /* NULL in lists */
	int64_t season_from, season_to; /* see season_parse; 0 = always */
	bool active;
	int64_t version;
};

/* ---- variables (template/fill.c): pure ---- */

enum template_var {
	VAR_NUMBER,
	VAR_TITLE,
	VAR_NAME,
	VAR_TOPIC,
	VAR_PLACE,
	VAR_RECEIVED,
	VAR_DUE,
	VAR_TODAY,
	VAR_UNIT,
	VAR_HANDLER,
	VAR_TENANT,
	VAR__COUNT
};
/* How it is written in a language, without the braces, and what it is. */
const char *template_var_name(enum template_var v, enum lang lang);
const char *template_var_hint(enum template_var v, enum lang lang);
/* Names of any language are understood. A variable nobody knows and one with
 * an empty value stay. */
const char *template_fill(struct arena *a, const char *text,
			  const char *const values[VAR__COUNT]);
/* The first variable that still stands in a text, braces included, or NULL:
 * "{" and "}" around 1 to 40 characters of one line. */
const char *template_unfilled(struct arena *a, const char *text);

/* ---- seasons (template/season.c): pure ---- */

/* "1.11." = 1101, every year; "1.11.2026" = 20261101, once; "" = 0. */
MUST_CHECK enum err season_parse(const char *text, int64_t *ret_day);
const char *season_text(struct arena *a, int64_t day);
/* Both ends included; a yearly season may reach over the new year. */
bool season_holds(int64_t from, int64_t to, struct date today);
/* Both of a kind, or one of them missing; once: not backwards. */
bool season_ok(int64_t from, int64_t to);

/* ---- rules and rows ---- */

/* May this person change it? Their own; shared ones with PERM_ADMIN_TOPICS. */
bool template_may_change(const struct session *s, const struct template *t);
/* ERR_NOT_FOUND for somebody else's own. */
MUST_CHECK enum err template_get(struct db *db, struct arena *a,
				 const struct session *s, int64_t id,
				 struct template *ret_template);
/* One's own and the shared ones, without their texts, by title. */
MUST_CHECK enum err template_list(struct db *db, struct arena *a,
				  const struct session *s,
				  struct template **ret_list,
				  size_t *ret_count);

/* What is being answered, and when. */
struct template_use {
	enum lang lang;
	int64_t topic_id, unit_id;
	struct date today;
};
/*
 * Those that fit: in season, in the language, of the unit or all. Those of the
 * very topic come first, then by how far up its topic is, own before shared.
 */
struct template_fit {
	struct template *list; /* without their texts */
	size_t count;
	size_t exact; /* of them: of the topic or one above it */
};
MUST_CHECK enum err template_fitting(struct db *db, struct arena *a,
				     const struct session *s,
				     const struct template_use *use,
				     struct template_fit *ret_fit);

/* What is wrong with one as typed, one bit a field. */
enum {
	TEMPLATE_BAD_TITLE = 1 << 0,
	TEMPLATE_BAD_TEXT = 1 << 1,
	TEMPLATE_BAD_TOPIC = 1 << 2,
	TEMPLATE_BAD_UNIT = 1 << 3,
	TEMPLATE_BAD_FROM = 1 << 4,
	TEMPLATE_BAD_TO = 1 << 5,
	TEMPLATE_BAD_SEASON = 1 << 6, /* the two do not fit together */
	TEMPLATE_BAD_VAR = 1 << 7,    /* a variable nobody knows */
};
unsigned template_faults(const struct template *t, struct arena *a);
/* id 0 makes a new one. ERR_INVALID: template_faults, or no such topic or
 * unit; ERR_CONFLICT: changed by somebody else. For commands; people change
 * one by template_change. */
MUST_CHECK enum err template_save(struct db *db, struct arena *a,
				  const struct template *t, int64_t *ret_id);
/* As template_save, with the event of who did it. ERR_DENIED unless template_may_change. */
MUST_CHECK enum err template_change(struct db *db, struct arena *a,
				    const struct session *s,
				    const struct template *t, int64_t *ret_id);
MUST_CHECK enum err template_remove(struct db *db, struct arena *a,
				    const struct session *s, int64_t id);

#endif
