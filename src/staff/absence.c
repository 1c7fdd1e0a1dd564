/*
 * absence.c: when somebody may be away, and who may look after their matters.
 */
#include "staff/absence.h"

#include "base/json.h"
#include "base/str.h"
#include "staff/absence_store.h"
#include "tenant/audit.h"

static unsigned date_faults(const struct absence *x)
{
	const int64_t today = date_to_days(date_of(clock_now_us()));
	int64_t first, last;

	if (!date_valid(x->first))
		return ABSENCE_BAD_FIRST;
	if (!date_valid(x->last))
		return ABSENCE_BAD_LAST;
	first = date_to_days(x->first);
	last = date_to_days(x->last);
	if (last < first || last < today || last - today > ABSENCE_DAYS_MAX)
		return ABSENCE_BAD_LAST;
	return 0;
}

/* Whoever works here today may; where nobody else is left, nobody can. */
static enum err substitute_ok(struct db *db, struct arena *a,
			      const struct absence *x, bool *ret_ok)
{
	struct staff s;
	enum err err;

	*ret_ok = false;
	if (x->substitute_id == x->staff_id)
		return OK;
	err = staff_get(db, a, x->substitute_id, &s);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	*ret_ok = s.active;
	return OK;
}

enum err absence_faults(struct db *db, struct arena *a, const struct absence *x,
			unsigned *ret_bad)
{
	unsigned bad = date_faults(x);
	struct absence *list;
	size_t n;
	bool good;
	enum err err;

	err = substitute_ok(db, a, x, &good);
	if (!err)
		err = absence_list(db, a, x->staff_id, &list, &n);
	if (err)
		return err;
	if (!good)
		bad |= ABSENCE_BAD_SUBSTITUTE;
	for (size_t i = 0; i < n && !bad; i++)
		if (date_start_us(x->first) < list[i].ends_at &&
		    date_end_us(x->last) > list[i].starts_at)
			bad |= ABSENCE_OVERLAPS;
	*ret_bad = bad;
	return OK;
}

static enum err tell(struct db *db, struct arena *a, const struct session *by,
		     const char *event, const struct absence *x)
{
	struct json j;
	struct str s;

	str_init(&s, a, 96);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_int(&j, "staff", x->staff_id);
	if (x->substitute_id)
		json_put_int(&j, "substitute", x->substitute_id);
	json_close(&j, '}');
	return audit_add(db, a, event, by->staff_id, s.ptr);
}

enum err absence_set(struct db *db, struct arena *a, const struct session *by,
		     const struct absence *x)
{
	unsigned bad;
	enum err err;

	err = absence_faults(db, a, x, &bad);
	if (err)
		return err;
	if (bad)
		return ERR_INVALID;
	err = store_absence_insert(db, x);
	return err ? err : tell(db, a, by, "absence_set", x);
}

enum err absence_end(struct db *db, struct arena *a, const struct session *by,
		     int64_t staff_id, int64_t id)
{
	const struct absence x = {.id = id, .staff_id = staff_id};
	enum err err;

	err = store_absence_end(db, staff_id, id, clock_now_us());
	return err ? err : tell(db, a, by, "absence_ended", &x);
}

const struct absence *absence_of(const struct absence *list, size_t count,
				 int64_t staff_id)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].staff_id == staff_id)
			return &list[i];
	return NULL;
}

bool absence_covers(struct db *db, struct arena *a, int64_t substitute_id,
		    int64_t staff_id)
{
	struct absence *list;
	size_t n;

	if (!staff_id || absence_covered(db, a, substitute_id, &list, &n))
		return false;
	return absence_of(list, n, staff_id) != NULL;
}
