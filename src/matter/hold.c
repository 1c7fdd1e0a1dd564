/*
 * hold.c: marking a matter as evidence, and lifting the mark.
 */
#include "matter/hold.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "matter/hold_sql.h"
#include "matter/rules.h"

enum err matter_held(struct db *db, struct arena *a, int64_t matter_id,
		     struct hold *ret_hold)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_hold_get, ARGS(ARG_INT(matter_id)), &r);

	if (err)
		return err;
	*ret_hold = (struct hold){.who = "", .why = ""};
	if (!rows_next(r))
		return OK;
	*ret_hold = (struct hold){
		.staff_id = rows_int(r, 0),
		.who = rows_text(r, 1),
		.why = rows_text(r, 2),
		.held_at = rows_int(r, 3),
		.until_at = rows_int(r, 4),
	};
	ret_hold->held = ret_hold->until_at > clock_now_us();
	return OK;
}

static bool reason_ok(const char *why)
{
	return !str_empty(why) && utf8_length(why) <= HOLD_WHY_MAX;
}

enum err matter_hold(struct db *db, struct arena *a, const struct session *s,
		     int64_t id, const char *why, int64_t until_at)
{
	struct act act = {.db = db, .arena = a};
	enum err err = act_begin(&act, s, id, 0);

	if (err)
		return err;
	if (!reason_ok(why) || until_at <= act.now ||
	    until_at > act.now + (HOLD_YEARS_MAX * 366 + 1) * DAY_US)
		return ERR_INVALID;
	err = db_exec(db, &Q_hold_put,
		      ARGS(ARG_INT(id), ARG_INT(s->staff_id), ARG_TEXT(why),
			   ARG_INT(act.now), ARG_INT(until_at)));
	return err ? err : act_note(&act, "held");
}

enum err matter_hold_lift(struct db *db, struct arena *a,
			  const struct session *s, int64_t id, const char *why)
{
	struct act act = {.db = db, .arena = a};
	struct hold h;
	enum err err = act_begin(&act, s, id, 0);

	if (!err)
		err = matter_held(db, a, id, &h);
	if (err)
		return err;
	if (!h.held || !reason_ok(why))
		return ERR_INVALID;
	err = db_exec(db, &Q_hold_drop, ARGS(ARG_INT(id)));
	if (!err)
		err = act_say(&act, "note", "internal", why);
	return err ? err : act_note(&act, "released_hold");
}

enum err matter_disclosed(struct db *db, struct arena *a,
			  const struct session *s, const struct matter *m)
{
	struct act act = {.db = db, .arena = a, .by = s, .was = *m, .m = *m};

	return act_note(&act, "disclosed");
}
