/*
 * staff.c: who may be made, changed and let go, and by whom.
 */
#include "staff/staff.h"

#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "mail/mail.h"
#include "staff/staff_store.h"
#include "tenant/audit.h"

staff_release_fn *staff_on_deactivate;

/* ---- what may be saved ---- */

static bool holds_all(const struct staff *s, const char *permission)
{
	for (size_t i = 0; i < s->grant_count; i++)
		if (!s->grants[i].unit_id &&
		    str_same(s->grants[i].permission, permission))
			return true;
	return false;
}

static bool has_grant(const struct staff *s, const struct grant *g)
{
	for (size_t i = 0; i < s->grant_count; i++)
		if (s->grants[i].unit_id == g->unit_id &&
		    str_same(s->grants[i].permission, g->permission))
			return true;
	return false;
}

/* All units, or one that is there. */
static enum err unit_known(struct db *db, struct arena *a, int64_t id,
			   bool *ret_known)
{
	enum err err = OK;

	*ret_known = true;
	if (id)
		err = store_unit_known(db, a, id, ret_known);
	return err;
}

static enum err grants_ok(struct db *db, struct arena *a, const struct staff *s,
			  bool *ret_ok)
{
	int64_t last = 0;
	enum err err = OK;

	*ret_ok = s->grant_count <= GRANTS_MAX;
	for (size_t i = 0; *ret_ok && !err && i < s->grant_count; i++) {
		const struct grant *g = &s->grants[i];
		const struct permission *p = permission_find(g->permission);

		*ret_ok = p && (!g->unit_id || p->by_unit);
		if (*ret_ok && g->unit_id != last)
			err = unit_known(db, a, g->unit_id, ret_ok);
		last = g->unit_id;
	}
	return err;
}

static enum err form_faults(struct db *db, struct arena *a,
			    const struct staff *s, unsigned *ret_bad)
{
	bool unit, grants;
	unsigned bad = 0;
	enum err err;

	err = unit_known(db, a, s->unit_id, &unit);
	if (err)
		return err;
	err = grants_ok(db, a, s, &grants);
	if (err)
		return err;
	if (!mail_address_ok(s->mail))
		bad |= STAFF_BAD_MAIL;
	if (!*s->name || utf8_length(s->name) > STAFF_NAME_MAX)
		bad |= STAFF_BAD_NAME;
	if (utf8_length(s->title) > STAFF_TITLE_MAX)
		bad |= STAFF_BAD_TITLE;
	if (!unit)
		bad |= STAFF_BAD_UNIT;
	if (!grants)
		bad |= STAFF_BAD_GRANT;
	*ret_bad = bad;
	return OK;
}

static enum err mail_taken(struct db *db, struct arena *a,
			   const struct staff *s, bool *ret_taken)
{
	struct staff other;
	enum err err;

	err = staff_by_mail(db, a, s->mail, &other);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*ret_taken = !err && other.id != s->id;
	return OK;
}

/*
 * Nobody takes their own right to administer users or switches themselves
 * off, and one active administrator always stays. was: NULL for a new person.
 */
static enum err locks_out(struct db *db, struct arena *a,
			  const struct session *by, const struct staff *was,
			  const struct staff *s, bool *ret_locks)
{
	bool any;
	enum err err;
	bool self = by && by->staff_id == s->id;

	*ret_locks = self && !s->active;
	if (!was || !was->active || !holds_all(was, "admin_staff"))
		return OK;
	if (s->active && holds_all(s, "admin_staff"))
		return OK;
	if (self) {
		*ret_locks = true;
		return OK;
	}
	err = store_other_holder(db, a, s->id, "admin_staff", &any);
	if (err)
		return err;
	*ret_locks = !any;
	return OK;
}

/* A right that only others give, or one unit more of it. */
static bool gives_self(const struct session *by, const struct staff *was,
		       const struct staff *s)
{
	if (!by || by->staff_id != s->id)
		return false;
	for (size_t i = 0; i < s->grant_count; i++) {
		const struct grant *g = &s->grants[i];
		const struct permission *p = permission_find(g->permission);

		if (p && p->not_to_self && !has_grant(was, g) &&
		    !holds_all(was, g->permission))
			return true;
	}
	return false;
}

/* Reads the person as they are; *ret_was stays as it is for a new one. */
static enum err read_was(struct db *db, struct arena *a, int64_t id,
			 struct staff *ret_was)
{
	return id ? staff_get(db, a, id, ret_was) : OK;
}

enum err staff_faults(struct db *db, struct arena *a, const struct session *by,
		      const struct staff *s, unsigned *ret_bad)
{
	struct staff was = {0};
	bool taken, locks;
	unsigned bad;
	enum err err;

	err = form_faults(db, a, s, &bad);
	if (err)
		return err;
	err = mail_taken(db, a, s, &taken);
	if (err)
		return err;
	err = read_was(db, a, s->id, &was);
	if (err)
		return err;
	err = locks_out(db, a, by, s->id ? &was : NULL, s, &locks);
	if (err)
		return err;
	*ret_bad = bad | (taken ? STAFF_MAIL_TAKEN : 0) |
		   (locks ? STAFF_LOCKS_OUT : 0) |
		   (gives_self(by, &was, s) ? STAFF_OWN_GRANT : 0);
	return OK;
}

/* ---- saving ---- */

static struct staff normal(struct arena *a, const struct staff *s)
{
	struct staff to = *s;

	to.mail = str_lower(a, to.mail ? to.mail : "");
	to.name = to.name ? to.name : "";
	to.title = to.title ? to.title : "";
	return to;
}

static enum err put(struct db *db, const struct staff *s, int64_t *ret_id)
{
	int64_t id = s->id;
	enum err err;

	if (id) {
		err = store_staff_update(db, s);
	} else {
		id = db_new_id(db);
		err = store_staff_insert(db, id, s);
	}
	if (err)
		return err;
	err = store_grants_put(db, id, s);
	if (err)
		return err;
	*ret_id = id;
	return OK;
}

enum err staff_save(struct db *db, struct arena *a, const struct staff *s,
		    int64_t *ret_id)
{
	struct staff full = normal(a, s);
	unsigned bad;
	enum err err;

	err = staff_faults(db, a, NULL, &full, &bad);
	if (err)
		return err;
	if (bad == STAFF_MAIL_TAKEN)
		return ERR_CONFLICT;
	if (bad)
		return ERR_INVALID;
	return put(db, &full, ret_id);
}

/* ---- a person changes a person ---- */

static const char *payload(struct arena *a, int64_t id, const struct staff *s)
{
	struct json j;
	struct str out;

	str_init(&out, a, 256);
	json_init(&j, &out);
	json_open(&j, '{');
	json_put_int(&j, "staff", id);
	json_put_int(&j, "unit", s->unit_id);
	json_put_bool(&j, "active", s->active);
	json_key(&j, "grants");
	json_open(&j, '[');
	for (size_t i = 0; i < s->grant_count; i++)
		json_text(&j,
			  arena_printf(a, "%s:%lld", s->grants[i].permission,
				       (long long)s->grants[i].unit_id));
	json_close(&j, ']');
	json_close(&j, '}');
	return out.ptr;
}

bool staff_same_grants(const struct staff *a, const struct staff *b)
{
	for (size_t i = 0; i < a->grant_count; i++)
		if (!has_grant(b, &a->grants[i]))
			return false;
	for (size_t i = 0; i < b->grant_count; i++)
		if (!has_grant(a, &b->grants[i]))
			return false;
	return true;
}

static enum err let_go(struct db *db, struct arena *a, const struct session *by,
		       int64_t id)
{
	int64_t count;
	enum err err;

	if (!staff_on_deactivate)
		return ERR_INTERNAL;
	err = session_close_all(db, id);
	if (err)
		return err;
	err = staff_link_close(db, id);
	if (err)
		return err;
	return staff_on_deactivate(db, a, by, id, &count);
}

static const char *event_kind(const struct staff *was, const struct staff *s)
{
	if (!s->id)
		return "staff_created";
	if (was->active != s->active)
		return s->active ? "staff_activated" : "staff_deactivated";
	return staff_same_grants(was, s) ? "staff_changed"
					 : "permissions_changed";
}

/* What was judged already: the rows, the hand-over, the event. */
static enum err carry_out(struct db *db, struct arena *a,
			  const struct session *by, const struct staff *was,
			  const struct staff *s, int64_t *ret_id)
{
	int64_t id;
	enum err err;

	err = put(db, s, &id);
	if (err)
		return err;
	if (was->active && !s->active)
		err = let_go(db, a, by, id);
	else if (s->id && !str_same(was->mail, s->mail))
		err = staff_link_close(db, id); /* sent to another mailbox */
	if (err)
		return err;
	err = audit_add(db, a, event_kind(was, s), by ? by->staff_id : 0,
			payload(a, id, s));
	if (err)
		return err;
	*ret_id = id;
	return OK;
}

enum err staff_change(struct db *db, struct arena *a, const struct session *by,
		      const struct staff *s, int64_t *ret_id)
{
	struct staff full = normal(a, s), was = {0};
	unsigned bad;
	enum err err;

	err = staff_faults(db, a, by, &full, &bad);
	if (err)
		return err;
	if (bad)
		return ERR_INVALID;
	err = read_was(db, a, full.id, &was);
	if (err)
		return err;
	return carry_out(db, a, by, &was, &full, ret_id);
}

enum err staff_set_active(struct db *db, struct arena *a,
			  const struct session *by, int64_t id, bool active)
{
	struct staff was, s;
	bool locks;
	enum err err;

	err = staff_get(db, a, id, &was);
	if (err)
		return err;
	s = was;
	s.active = active;
	err = locks_out(db, a, by, &was, &s, &locks);
	if (err)
		return err;
	if (locks)
		return ERR_INVALID;
	return was.active == active ? OK : carry_out(db, a, by, &was, &s, &id);
}

/* ---- what a person may do ---- */

bool staff_works(const struct staff *s)
{
	const struct permission *p;

	for (size_t i = 0; i < s->grant_count; i++) {
		p = permission_find(s->grants[i].permission);
		if (p && p->bit & PERM_MATTERS)
			return true;
	}
	return false;
}

/* ---- what a session may do ---- */

bool staff_may(struct db *db, struct arena *a, const struct session *s,
	       uint32_t permission, int64_t unit_id)
{
	uint32_t held = s ? s->rights & permission : 0;
	bool may = false;

	for (const struct permission *p = permissions; held && p->name; p++) {
		if (!(held & p->bit))
			continue;
		if (store_may(db, a, s->staff_id, p->name, unit_id, &may))
			return false;
		if (may)
			return true;
	}
	return false;
}

bool unit_set_has(const struct unit_set *set, int64_t id)
{
	bool has = set->all;

	for (size_t i = 0; !has && i < set->count; i++)
		has = set->ids[i] == id;
	return has;
}

static void set_add(struct arena *a, struct unit_set *to, int64_t id)
{
	int64_t *more;

	for (size_t i = 0; i < to->count; i++)
		if (to->ids[i] == id)
			return;
	/* Full at 0, 16, 32, 64, ...: then it doubles. */
	if (!to->count || (to->count >= 16 && !(to->count & (to->count - 1)))) {
		more = arena_array(a, to->count ? to->count * 2 : 16,
				   sizeof(*more));
		if (to->count)
			memcpy(more, to->ids, to->count * sizeof(*more));
		to->ids = more;
	}
	to->ids[to->count++] = id;
}

static void set_add_rows(struct arena *a, struct unit_set *to, struct rows *r)
{
	while (rows_next(r)) {
		if (!rows_int(r, 0))
			to->all = true;
		else
			set_add(a, to, rows_int(r, 0));
	}
}

enum err staff_units(struct db *db, struct arena *a, const struct session *s,
		     uint32_t permission, struct unit_set *ret_set)
{
	uint32_t held = s->rights & permission;
	struct unit_set set = {0};
	struct rows *r;
	enum err err;

	for (const struct permission *p = permissions; p->name; p++) {
		if (!(held & p->bit))
			continue;
		err = store_units(db, a, s->staff_id, p->name, &r);
		if (err)
			return err;
		set_add_rows(a, &set, r);
	}
	*ret_set = set;
	return OK;
}
