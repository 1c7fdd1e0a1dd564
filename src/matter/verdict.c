/*
 * verdict.c: content or not, and what follows from it.
 */
#include "matter/verdict.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/out.h"
#include "matter/rules.h"
#include "matter/verdict_sql.h"

const struct verdict_reason verdict_reasons[VERDICT_REASONS + 1] = {
	{"not_fixed", false, W_verdict_not_fixed},
	{"not_answered", false, W_verdict_not_answered},
	{"unclear", false, W_verdict_unclear},
	{"disagree", false, W_verdict_disagree},
	{"too_slow", false, W_verdict_too_slow},
	{"other", false, W_verdict_other},
	{"fixed", true, W_verdict_fixed},
	{"clear", true, W_verdict_clear},
	{"fast", true, W_verdict_fast},
	{"kind", true, W_verdict_kind},
	{NULL, false, W_verdict_other},
};

const struct verdict_reason *verdict_reason(bool satisfied, const char *name)
{
	const struct verdict_reason *r = verdict_reasons;

	while (r->name &&
	       (r->satisfied != satisfied || !str_same(r->name, name)))
		r++;
	return r->name ? r : NULL;
}

enum err verdict_last(struct db *db, struct arena *a, int64_t matter_id,
		      struct verdict *ret)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_verdict_last, ARGS(ARG_INT(matter_id)), &r);

	if (err)
		return err;
	*ret = (struct verdict){.reason = "", .decision = ""};
	if (rows_next(r))
		*ret = (struct verdict){
			.id = rows_int(r, 0),
			.satisfied = rows_int(r, 1),
			.reason = rows_text(r, 2),
			.decision = rows_text(r, 3),
		};
	return OK;
}

enum err verdict_put(struct db *db, int64_t matter_id, bool satisfied,
		     const char *reason)
{
	return db_exec(db, &Q_verdict_put,
		       ARGS(ARG_INT(db_new_id(db)), ARG_INT(matter_id),
			    ARG_INT(satisfied), ARG_TEXT(reason)));
}

enum err verdict_decided(struct db *db, int64_t matter_id, const char *decision,
			 int64_t staff_id)
{
	return db_exec(db, &Q_verdict_decide,
		       ARGS(ARG_INT(matter_id), ARG_TEXT(decision),
			    ARG_INT(staff_id), ARG_INT(clock_now_us())));
}

bool verdict_waits(const struct matter *m)
{
	return m->is_open && str_same(m->verdict, "reopen_requested");
}

enum err matter_take_up(struct db *db, struct arena *a, const struct session *s,
			int64_t id, int64_t version, const char *text)
{
	struct act act = {.db = db, .arena = a};
	enum err err = act_begin(&act, s, id, version);

	if (err)
		return err;
	if (!verdict_waits(&act.m) || utf8_length(text) > REPLY_MAX)
		return ERR_INVALID;
	if (str_empty(text))
		text = word(act.m.lang, W_verdict_taken_up);
	act.m.verdict = "unsatisfied";
	act.m.handling = HANDLING_IN_WORK;
	act.m.handler_id = s->staff_id;
	if (!act.m.unit_id)
		act.m.unit_id = s->unit_id;
	err = verdict_decided(db, id, "reopened", s->staff_id);
	if (!err)
		err = act_say(&act, "decision", "parties", text);
	if (!err)
		err = promise_kept(&act, false);
	if (!err)
		err = tell_reply(&act, "interim_reply", text);
	return err ? err : act_end(&act, "taken_up");
}
