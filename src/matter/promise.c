/*
 * promise.c: by when the city reacts and answers. A promise is computed when
 * it is given and stored; a later change of settings leaves it alone.
 */
#include "base/clock.h"
#include "base/str.h"
#include "due/due.h"
#include "matter/rules.h"
#include "tenant/tenant.h"

static const char reaction[] = "reaction", answer[] = "answer";

/*
 * Feedback about accessibility is answered in two weeks, whatever the
 * municipality promises otherwise (306/2019).
 */
enum { ACCESSIBILITY_DAYS = 14 };

static bool is_accessibility(const struct topic *t)
{
	return t->id && str_same(t->code, "accessibility");
}

static int64_t accessibility_due(const struct matter *m)
{
	int64_t days = date_to_days(date_of(m->received_at));

	return date_end_us(date_from_days(days + ACCESSIBILITY_DAYS)) - 1;
}

enum err promise_at_arrival(struct db *db, const struct topic *topic,
			    struct given *given)
{
	const struct tenant *t = tenant_now();
	const struct matter *m = &given->m;
	enum err err;

	err = due_set(db, m->id, reaction, m->received_at, t->reaction_workdays,
		      &given->reaction_due_at);
	if (err || !m->wants_reply)
		return err;
	if (!is_accessibility(topic))
		return due_set(db, m->id, answer, m->received_at,
			       t->answer_workdays, &given->answer_due_at);
	given->answer_due_at = accessibility_due(m);
	return due_set_at(db, m->id, answer, given->answer_due_at);
}

static enum err is_running(struct act *act, const char *what, bool *ret_running)
{
	struct due *list;
	size_t n;
	bool running = false;
	enum err err;

	err = due_list(act->db, act->arena, act->m.id, &list, &n);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		running |= str_same(list[i].what, what) && !list[i].met_at;
	*ret_running = running;
	return OK;
}

static enum err run(struct act *act, const char *what, int workdays)
{
	bool running;
	int64_t due_at;
	enum err err;

	err = is_running(act, what, &running);
	if (err || running)
		return err;
	return due_set(act->db, act->m.id, what, act->now, workdays, &due_at);
}

enum err promise_again(struct act *act, bool want_reaction, bool want_answer)
{
	const struct tenant *t = tenant_now();
	enum err err = OK;

	if (want_reaction)
		err = run(act, reaction, t->reaction_workdays);
	if (!err && want_answer)
		err = run(act, answer, t->answer_workdays);
	return err;
}

enum err promise_kept(struct act *act, bool with_answer)
{
	enum err err;

	err = due_meet(act->db, act->m.id, reaction, act->now);
	if (err || !with_answer)
		return err;
	return due_meet(act->db, act->m.id, answer, act->now);
}

enum err promise_of_topic(struct act *act, const struct topic *topic)
{
	if (!is_accessibility(topic))
		return OK;
	return due_tighten(act->db, act->m.id, answer,
			   accessibility_due(&act->m));
}
