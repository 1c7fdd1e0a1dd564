/*
 * view.c: asking another unit's view, see view.h.
 */
#include "matter/view.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "base/utf8.h"
#include "due/book.h"
#include "entry/entry.h"
#include "matter/ask_store.h"
#include "matter/handover.h"
#include "matter/remind.h"
#include "staff/staff.h"
#include "tenant/tenant.h"
#include "unit/unit.h"

enum { UNITS_MAX = 32 };

/* ---- asking ---- */

/* Somebody with an account works there, and may know of it. */
static enum err unit_faults_of(struct db *db, struct arena *a,
			       const struct matter *m, int64_t unit_id,
			       unsigned *ret_bad)
{
	bool trusted = true;
	struct staff *list;
	struct unit u;
	size_t n = 0;
	enum err err = unit_get(db, a, unit_id, &u);

	if (err == ERR_NOT_FOUND || (!err && unit_id == m->unit_id)) {
		*ret_bad = VIEW_BAD_UNIT;
		return OK;
	}
	if (!err)
		err = staff_takers(db, a, unit_id, &list, &n);
	if (!err && matter_confidential(db, a, m))
		err = staff_trusted(db, a, unit_id, &trusted);
	if (err)
		return err;
	*ret_bad = !n || !u.active || u.kind != UNIT_OWN ? VIEW_BAD_UNIT : 0;
	*ret_bad |= trusted ? 0 : VIEW_BAD_SECRET;
	return OK;
}

enum err view_faults(struct db *db, struct arena *a, const struct matter *m,
		     const struct view_new *n, unsigned *ret_bad)
{
	unsigned bad;
	enum err err = unit_faults_of(db, a, m, n->unit_id, &bad);

	if (err)
		return err;
	if (str_empty(n->text) || utf8_length(n->text) > TEXT_MAX)
		bad |= VIEW_BAD_TEXT;
	if (n->days < 1 || n->days > VIEW_DAYS_MAX)
		bad |= VIEW_BAD_DAYS;
	*ret_bad = bad;
	return OK;
}

/* A token that nobody knows: there is no link to it. */
static enum err put(struct act *act, const struct unit *u,
		    const struct view_new *n)
{
	const struct due_book *b;
	struct ask k = {
		.id = db_new_id(act->db),
		.matter_id = act->m.id,
		.whom = n->part ? ASK_PART : ASK_VIEW,
		.staff_id = act->by->staff_id,
		.unit_id = u->id,
		.text = n->text,
		.choices = "",
		.place = "",
		.name = u->name[LANG_FI],
		.mail = "",
	};
	enum err err = due_book(act->db, &b);

	if (err)
		return err;
	k.expires_at = handover_due(&b->calendar, act->now, n->days);
	act->ask_id = k.id;
	return store_ask(act->db, &k,
			 link_token_hash(act->arena, token_new(act->arena)));
}

enum err matter_view_ask(struct db *db, struct arena *a,
			 const struct session *s, int64_t id, int64_t version,
			 const struct view_new *n)
{
	struct act act = {.db = db, .arena = a};
	struct unit u;
	unsigned bad;
	enum err err;

	err = act_begin(&act, s, id, version);
	if (!err)
		err = view_faults(db, a, &act.m, n, &bad);
	if (err)
		return err;
	if (bad || !act.m.is_open)
		return ERR_INVALID;
	err = unit_get(db, a, n->unit_id, &u);
	if (!err)
		err = put(&act, &u, n);
	if (!err)
		err = act_say(&act, n->part ? "part_asked" : "view_asked",
			      "internal",
			      arena_printf(a, "%s: %s", unit_name(&u, s->lang),
					   n->text));
	if (!err)
		err = act_end(&act, n->part ? "part_asked" : "view_asked");
	return err ? err : remind_view(&act, n->unit_id, NEWS_VIEW);
}

/* ---- the unit that is asked ---- */

static bool may_give(struct db *db, struct arena *a, const struct session *s,
		     const struct ask *k, const struct matter *m)
{
	if (!staff_may(db, a, s, PERM_HANDLE, k->unit_id) &&
	    s->unit_id != k->unit_id)
		return false;
	return !matter_confidential(db, a, m) ||
	       staff_may(db, a, s, PERM_CONFIDENTIAL, k->unit_id);
}

enum err view_get(struct db *db, struct arena *a, const struct session *s,
		  int64_t ask_id, struct ask *ret_ask,
		  struct matter *ret_matter)
{
	struct matter m;
	struct ask k;
	enum err err = ask_get(db, a, ask_id, &k);

	if (!err)
		err = matter_get(db, a, k.matter_id, &m);
	if (err)
		return err;
	if (!ask_is_view(&k) || !ask_waits(&k, &m) ||
	    !may_give(db, a, s, &k, &m))
		return ERR_NOT_FOUND;
	*ret_ask = k;
	*ret_matter = m;
	return OK;
}

static enum err add_of_unit(struct db *db, struct arena *a,
			    const struct session *s, int64_t unit_id,
			    struct view_waiting *to, size_t *count)
{
	int64_t *ids;
	size_t n;
	enum err err = store_ask_views(db, a, unit_id, VIEWS_SHOWN, &ids, &n);

	for (size_t i = 0; !err && i < n && *count < VIEWS_SHOWN; i++) {
		struct view_waiting *x = &to[*count];

		err = view_get(db, a, s, ids[i], &x->k, &x->m);
		if (!err)
			++*count;
		else if (err == ERR_NOT_FOUND)
			err = OK; /* not for this person */
	}
	return err;
}

/* Of somebody who handles everything the own unit's: as in "my units". */
enum err view_waiting(struct db *db, struct arena *a, const struct session *s,
		      struct view_waiting **ret_list, size_t *ret_count)
{
	struct view_waiting *to = arena_array(a, VIEWS_SHOWN, sizeof(*to));
	struct unit_set units;
	size_t count = 0;
	enum err err = staff_units(db, a, s, PERM_HANDLE, &units);

	if (!err && s->unit_id &&
	    (units.all || !unit_set_has(&units, s->unit_id)))
		err = add_of_unit(db, a, s, s->unit_id, to, &count);
	if (units.all)
		units.count = 0;
	for (size_t i = 0; !err && i < units.count && i < UNITS_MAX; i++)
		err = add_of_unit(db, a, s, units.ids[i], to, &count);
	if (err)
		return err;
	*ret_list = to;
	*ret_count = count;
	return OK;
}

enum err matter_view_give(struct db *db, struct arena *a,
			  const struct session *s, int64_t ask_id,
			  const char *text)
{
	struct act act = {.db = db, .arena = a};
	struct matter m;
	struct ask k;
	bool part;
	enum err err = view_get(db, a, s, ask_id, &k, &m);

	if (err)
		return err;
	if (str_empty(text) || utf8_length(text) > REPLY_MAX)
		return ERR_INVALID;
	part = k.whom == ASK_PART;
	act_begin_resident(&act, &m);
	act.by = s; /* who need not see the matter itself */
	act.ask_id = k.id;
	err = store_ask_move(db, k.id, ASK_ANSWERED, act.now);
	if (!err)
		err = act_say(&act, part ? "part" : "view", "internal",
			      arena_printf(a, "%s: %s", k.name, text));
	if (!err)
		err = act_end(&act, part ? "part_given" : "view_given");
	return err ? err : remind_news(&act, NEWS_REPLY);
}

/* ---- the joint answer ---- */

enum err view_parts_text(struct db *db, struct arena *a, const struct matter *m,
			 const char **ret_text)
{
	struct entry *list;
	struct str s;
	size_t n;
	enum err err = entry_list(db, a, m->id, 1, &list, &n);

	if (err)
		return err;
	str_init(&s, a, 256);
	for (size_t i = 0; i < n; i++)
		if (str_same(list[i].kind, "part"))
			str_printf(&s, "%s%s", s.len ? "\n\n" : "",
				   list[i].text);
	if (!s.len)
		return ERR_NOT_FOUND;
	*ret_text = s.ptr;
	return OK;
}

/* ---- late ---- */

/* The next time is that far from now: after a standstill it is one mail. */
enum err view_remind(struct act *act, const struct ask *k)
{
	const int days = tenant_now()->escalate_days;
	enum err err;

	act->ask_id = k->id;
	err = store_ask_look(act->db, k->id,
			     act->now + (days ? days : VIEW_DAYS) * DAY_US);
	if (!err)
		err = act_note(act, "view_late");
	return err ? err : remind_view(act, k->unit_id, NEWS_VIEW_LATE);
}
