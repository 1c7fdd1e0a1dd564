/*
 * topic.c: what a topic may be.
 */
#include "topic/topic.h"

#include "base/json.h"
#include "base/utf8.h"
#include "html/out.h"
#include "tenant/audit.h"
#include "topic/topic_store.h"
#include "unit/unit.h"

#include <stdlib.h>

enum { ORDER_MAX = 9999, FIRST_ORDER = 9000 };

static const char accessibility[] = "accessibility";

static bool code_ok(const char *code)
{
	size_t n = strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_-");

	return n && n <= TOPIC_CODE_MAX && !code[n];
}

const struct topic *topic_find(const struct topic *list, size_t count,
			       int64_t id)
{
	for (size_t i = 0; id && i < count; i++)
		if (list[i].id == id)
			return &list[i];
	return NULL;
}

/* The parent is known, and going up from it never meets the topic itself. */
static bool parent_ok(const struct topic *t, const struct topic *list,
		      size_t count)
{
	const struct topic *up;
	int64_t id = t->parent_id;

	for (int depth = 0; id; depth++) {
		up = topic_find(list, count, id);
		if (!up || (t->id && id == t->id) || depth >= TOPIC_DEPTH_MAX)
			return false;
		id = up->parent_id;
	}
	return true;
}

bool topic_is_accessibility(const struct topic *t)
{
	return t->id && str_same(t->code, accessibility);
}

/* What the law needs stays open and keeps its code. */
static bool stays(const struct topic *t, const struct topic *was)
{
	return !was || !topic_is_accessibility(was) ||
	       (t->active && topic_is_accessibility(t));
}

unsigned topic_faults(const struct topic *t, const struct topic *list,
		      size_t count)
{
	unsigned bad = 0;

	if (!code_ok(t->code))
		bad |= TOPIC_BAD_CODE;
	for (int i = 0; i < LANG__COUNT; i++)
		if (str_empty(t->name[i]) ||
		    utf8_length(t->name[i]) > TOPIC_NAME_MAX)
			bad |= TOPIC_BAD_NAME_FI << i;
	if (!parent_ok(t, list, count))
		bad |= TOPIC_BAD_PARENT;
	if (!stays(t, topic_find(list, count, t->id)))
		bad |= TOPIC_BUILT_IN;
	if (t->sort_order < 0 || t->sort_order > ORDER_MAX)
		bad |= TOPIC_BAD_ORDER;
	for (size_t i = 0; i < count; i++)
		if (list[i].id != t->id && str_same(list[i].code, t->code))
			bad |= TOPIC_CODE_TAKEN;
	return bad;
}

static enum err check(struct db *db, struct arena *a, const struct topic *t)
{
	struct topic *list;
	struct unit unit;
	size_t count;
	unsigned bad;
	enum err err;

	err = topic_list(db, a, false, &list, &count);
	if (err)
		return err;
	bad = topic_faults(t, list, count);
	if (bad == TOPIC_CODE_TAKEN)
		return ERR_CONFLICT;
	if (bad)
		return ERR_INVALID;
	if (!t->default_unit_id)
		return OK;
	err = unit_get(db, a, t->default_unit_id, &unit);
	if (err == ERR_NOT_FOUND || (!err && unit.kind != UNIT_OWN))
		return ERR_INVALID;
	return err;
}

enum err topic_save(struct db *db, struct arena *a, const struct topic *t,
		    int64_t *ret_id)
{
	struct topic full = *t;
	int64_t id = t->id;
	enum err err;

	full.code = full.code ? full.code : "";
	err = check(db, a, &full);
	if (err)
		return err;
	if (id) {
		err = store_topic_update(db, &full);
	} else {
		id = db_new_id(db);
		err = store_topic_insert(db, id, &full);
	}
	if (err)
		return err;
	*ret_id = id;
	return OK;
}

enum err topic_add_first(struct db *db, struct arena *a)
{
	const struct topic t = {
		.code = accessibility,
		.name = {word(LANG_FI, W_topic_accessibility),
			 word(LANG_SV, W_topic_accessibility),
			 word(LANG_EN, W_topic_accessibility)},
		.active = true,
		.sort_order = FIRST_ORDER,
	};
	int64_t id;
	enum err err = topic_save(db, a, &t, &id);

	return err == ERR_CONFLICT ? OK : err;
}

enum err topic_change(struct db *db, struct arena *a, int64_t staff_id,
		      const struct topic *t, int64_t *ret_id)
{
	struct json j;
	struct str s;
	int64_t id;
	enum err err;

	err = topic_save(db, a, t, &id);
	if (err)
		return err;
	str_init(&s, a, 128);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_int(&j, "topic", id);
	json_put_text(&j, "code", t->code);
	json_put_int(&j, "unit", t->default_unit_id);
	json_put_bool(&j, "confidential", t->confidential);
	json_put_bool(&j, "active", t->active);
	json_close(&j, '}');
	err = audit_add(db, a, t->id ? "topic_changed" : "topic_created",
			staff_id, s.ptr);
	if (err)
		return err;
	*ret_id = id;
	return OK;
}

const char *topic_name(const struct topic *t, enum lang lang)
{
	return str_empty(t->name[lang]) ? t->name[LANG_FI] : t->name[lang];
}

static int by_name(const void *x, const void *y, void *lang)
{
	const struct topic *a = x, *b = y;
	const enum lang l = *(const enum lang *)lang;

	if (a->sort_order != b->sort_order)
		return a->sort_order < b->sort_order ? -1 : 1;
	return utf8_order(topic_name(a, l), topic_name(b, l));
}

void topic_sort(struct topic *list, size_t count, enum lang lang)
{
	if (count > 1)
		qsort_r(list, count, sizeof(*list), by_name, &lang);
}

struct walk {
	const struct topic *list;
	size_t count;
	struct topic_node *to;
	size_t n;
};

static void walk_down(struct walk *w, int64_t parent, int depth)
{
	for (size_t i = 0; i < w->count; i++) {
		if (w->list[i].parent_id != parent || w->n >= w->count)
			continue;
		w->to[w->n++] = (struct topic_node){&w->list[i], depth};
		walk_down(w, w->list[i].id, depth + 1);
	}
}

struct topic_node *topic_tree(struct arena *a, const struct topic *list,
			      size_t count)
{
	struct walk w = {list, count, NULL, 0};

	w.to = arena_array(a, count + 1, sizeof(*w.to));
	walk_down(&w, 0, 0);
	return w.to;
}
