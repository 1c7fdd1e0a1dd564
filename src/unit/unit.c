/*
 * unit.c: what a unit may be, and the tree they make.
 */
#include "unit/unit.h"

#include "base/json.h"
#include "base/utf8.h"
#include "mail/mail.h"
#include "tenant/audit.h"
#include "unit/unit_store.h"

#include <stdlib.h>

enum { ORDER_MAX = 9999 };

const char *const unit_kind_names[UNIT_KIND__COUNT] = {
	[UNIT_OWN] = "own",
	[UNIT_CONTRACTOR] = "contractor",
	[UNIT_COMPANY] = "company",
	[UNIT_AUTHORITY] = "authority",
};

enum err unit_kind_parse(const char *name, enum unit_kind *ret_kind)
{
	for (int k = 0; k < UNIT_KIND__COUNT; k++)
		if (str_same(unit_kind_names[k], name)) {
			*ret_kind = (enum unit_kind)k;
			return OK;
		}
	return ERR_INVALID;
}

static bool code_ok(const char *code)
{
	size_t n = strspn(code, "abcdefghijklmnopqrstuvwxyz"
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

	return n && n <= UNIT_CODE_MAX && !code[n];
}

static bool names_ok(const struct unit *u)
{
	for (int i = 0; i < LANG__COUNT; i++)
		if (utf8_length(u->name[i]) > UNIT_NAME_MAX)
			return false;
	return !str_empty(u->name[LANG_FI]);
}

const struct unit *unit_find(const struct unit *list, size_t count, int64_t id)
{
	for (size_t i = 0; id && i < count; i++)
		if (list[i].id == id)
			return &list[i];
	return NULL;
}

/* The parent is known and own, and going up from it never meets the unit
 * itself. Who is outside stands in no tree. */
static bool parent_ok(const struct unit *u, const struct unit *list,
		      size_t count)
{
	const struct unit *up;
	int64_t id = u->parent_id;

	if (id && u->kind != UNIT_OWN)
		return false;
	for (int depth = 0; id; depth++) {
		up = unit_find(list, count, id);
		if (!up || up->kind != UNIT_OWN || (u->id && id == u->id) ||
		    depth >= UNIT_DEPTH_MAX)
			return false;
		id = up->parent_id;
	}
	return true;
}

static bool web_ok(const char *web)
{
	if (!*web)
		return true;
	return (str_starts(web, "https://") || str_starts(web, "http://")) &&
	       !strpbrk(web, " \t\"<>") && utf8_length(web) <= UNIT_WEB_MAX;
}

static unsigned reach_faults(const struct unit *u)
{
	unsigned bad = 0;

	if (utf8_length(u->phone) > UNIT_PHONE_MAX)
		bad |= UNIT_BAD_PHONE;
	if (utf8_length(u->hours) > UNIT_HOURS_MAX)
		bad |= UNIT_BAD_HOURS;
	if (!web_ok(u->web))
		bad |= UNIT_BAD_WEB;
	if (u->by_mail && (!*u->mail || u->kind != UNIT_OWN))
		bad |= UNIT_BAD_BY_MAIL;
	return bad;
}

/* People, topics and matters stand at an own unit: it stays one. */
static bool kind_ok(const struct unit *u, const struct unit *list, size_t count)
{
	const struct unit *now = unit_find(list, count, u->id);

	return !now || (now->kind == UNIT_OWN) == (u->kind == UNIT_OWN);
}

unsigned unit_faults(const struct unit *u, const struct unit *list,
		     size_t count)
{
	unsigned bad = reach_faults(u);

	if (!kind_ok(u, list, count))
		bad |= UNIT_BAD_KIND;
	if (!code_ok(u->code))
		bad |= UNIT_BAD_CODE;
	if (!names_ok(u))
		bad |= UNIT_BAD_NAME;
	if (*u->mail && !mail_address_ok(u->mail))
		bad |= UNIT_BAD_MAIL;
	if (!parent_ok(u, list, count))
		bad |= UNIT_BAD_PARENT;
	if (u->sort_order < 0 || u->sort_order > ORDER_MAX)
		bad |= UNIT_BAD_ORDER;
	for (size_t i = 0; i < count; i++)
		if (list[i].id != u->id && str_same(list[i].code, u->code))
			bad |= UNIT_CODE_TAKEN;
	return bad;
}

/* Commands leave out what they do not know. */
static struct unit without_null(const struct unit *u)
{
	struct unit to = *u;

	to.code = to.code ? to.code : "";
	to.mail = to.mail ? to.mail : "";
	to.phone = to.phone ? to.phone : "";
	to.hours = to.hours ? to.hours : "";
	to.web = to.web ? to.web : "";
	for (int i = 0; i < LANG__COUNT; i++)
		to.name[i] = to.name[i] ? to.name[i] : "";
	return to;
}

static enum err check_head(struct db *db, struct arena *a, int64_t id)
{
	struct unit_person *list;
	size_t count;
	enum err err;

	if (!id)
		return OK;
	err = unit_people(db, a, &list, &count);
	for (size_t i = 0; !err && i < count; i++)
		if (list[i].id == id)
			return OK;
	return err ? err : ERR_INVALID;
}

enum err unit_save(struct db *db, struct arena *a, const struct unit *u,
		   int64_t *ret_id)
{
	struct unit full = without_null(u);
	struct unit *list;
	size_t count;
	unsigned bad;
	int64_t id;
	enum err err;

	err = unit_list(db, a, &list, &count);
	if (err)
		return err;
	bad = unit_faults(&full, list, count);
	if (bad == UNIT_CODE_TAKEN)
		return ERR_CONFLICT;
	if (bad)
		return ERR_INVALID;
	err = check_head(db, a, full.head_id);
	if (err)
		return err;
	if (u->id) {
		err = store_unit_update(db, &full);
		id = u->id;
	} else {
		id = db_new_id(db);
		err = store_unit_insert(db, id, &full);
	}
	if (err)
		return err;
	*ret_id = id;
	return OK;
}

unit_release_fn *unit_on_close;

/* Nothing may wait where nobody looks any more. */
static enum err close_if(struct db *db, struct arena *a, int64_t staff_id,
			 const struct unit *was, const struct unit *u)
{
	if (!was->active || u->active)
		return OK;
	return unit_on_close ? unit_on_close(db, a, staff_id, u->id)
			     : ERR_INTERNAL;
}

enum err unit_change(struct db *db, struct arena *a, int64_t staff_id,
		     const struct unit *u, int64_t *ret_id)
{
	struct unit was = {.active = false};
	struct json j;
	struct str s;
	int64_t id;
	enum err err = OK;

	if (u->id)
		err = unit_get(db, a, u->id, &was);
	if (!err)
		err = unit_save(db, a, u, &id);
	if (!err)
		err = close_if(db, a, staff_id, &was, u);
	if (err)
		return err;
	str_init(&s, a, 128);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_int(&j, "unit", id);
	json_put_text(&j, "code", u->code);
	json_put_int(&j, "parent", u->parent_id);
	json_put_int(&j, "head", u->head_id);
	json_put_text(&j, "kind", unit_kind_names[u->kind]);
	json_put_bool(&j, "by_mail", u->by_mail);
	json_put_bool(&j, "active", u->active);
	json_close(&j, '}');
	err = audit_add(db, a, u->id ? "unit_changed" : "unit_created",
			staff_id, s.ptr);
	if (err)
		return err;
	*ret_id = id;
	return OK;
}

const char *unit_name(const struct unit *u, enum lang lang)
{
	return str_empty(u->name[lang]) ? u->name[LANG_FI] : u->name[lang];
}

static int by_name(const void *x, const void *y, void *lang)
{
	const struct unit *a = x, *b = y;
	const enum lang l = *(const enum lang *)lang;

	if (a->active != b->active)
		return a->active ? -1 : 1;
	if (a->sort_order != b->sort_order)
		return a->sort_order < b->sort_order ? -1 : 1;
	return utf8_order(unit_name(a, l), unit_name(b, l));
}

void unit_sort(struct unit *list, size_t count, enum lang lang)
{
	if (count > 1)
		qsort_r(list, count, sizeof(*list), by_name, &lang);
}

struct walk {
	const struct unit *list;
	size_t count;
	struct unit_node *to;
	size_t n;
};

static void walk_down(struct walk *w, int64_t parent, int depth)
{
	for (size_t i = 0; i < w->count; i++) {
		if (w->list[i].parent_id != parent || w->n >= w->count)
			continue;
		w->to[w->n++] = (struct unit_node){&w->list[i], depth};
		walk_down(w, w->list[i].id, depth + 1);
	}
}

struct unit_node *unit_tree(struct arena *a, const struct unit *list,
			    size_t count)
{
	struct walk w = {list, count, NULL, 0};

	w.to = arena_array(a, count + 1, sizeof(*w.to));
	walk_down(&w, 0, 0);
	return w.to;
}
