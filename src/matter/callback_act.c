/*
 * callback_act.c: calling somebody who asked for it: what came of each try, and
 * the end of it when nobody is reached.
 */
#include "matter/callback.h"

#include "base/str.h"
#include "base/utf8.h"
#include "entry/entry.h"
#include "html/out.h"
#include "matter/rules.h"
#include "tenant/tenant.h"

const char *const call_results[CALL_RESULT__COUNT] = {
	[CALL_REACHED] = "call_reached",
	[CALL_NO_ANSWER] = "call_no_answer",
	[CALL_BUSY] = "call_busy",
	[CALL_WRONG_NUMBER] = "call_wrong_number",
};

static bool is_call(const struct matter *m)
{
	return m->is_open && str_same(m->kind, "callback");
}

/* Whoever is reached has heard from us. */
static enum err heard(struct act *act)
{
	if (!act->m.reacted_at)
		act->m.reacted_at = act->now;
	return promise_kept(act, false);
}

enum err matter_called(struct db *db, struct arena *a, const struct session *s,
		       int64_t id, int64_t version, const struct called *c)
{
	struct act act = {.db = db, .arena = a};
	enum err err = act_begin(&act, s, id, version);

	if (err)
		return err;
	if (!is_call(&act.m) || utf8_length(c->note) > REPLY_MAX)
		return ERR_INVALID;
	if (!str_empty(c->note))
		err = act_say(&act, "note", "internal", c->note);
	if (!err)
		err = act_say(&act, call_results[c->result], "parties", "");
	if (!err && c->result == CALL_REACHED)
		err = heard(&act);
	return err ? err : act_end(&act, "called");
}

static int result_of(const struct entry *e)
{
	int i = 0;

	while (i < CALL_RESULT__COUNT && !str_same(call_results[i], e->kind))
		i++;
	return i;
}

enum err call_tries(struct db *db, struct arena *a, int64_t matter_id,
		    struct call_tries *ret_tries)
{
	struct call_tries t = {0};
	struct entry *list;
	size_t n;
	enum err err = entry_list(db, a, matter_id, 0, &list, &n);

	for (size_t i = 0; !err && i < n; i++) {
		int result = result_of(&list[i]);

		if (result == CALL_RESULT__COUNT)
			continue;
		t.failed = result == CALL_REACHED ? 0 : t.failed + 1;
		t.wrong = result == CALL_WRONG_NUMBER;
	}
	if (!err)
		*ret_tries = t;
	return err;
}

bool call_may_end(const struct call_tries *t)
{
	return t->failed >= tenant_now()->call_tries || t->wrong;
}

enum err matter_call_end(struct db *db, struct arena *a,
			 const struct session *s, int64_t id, int64_t version)
{
	struct call_tries tries;
	struct answer ans = {.outcome = OUTCOME_WONT_DO};
	struct matter m;
	enum err err = matter_get(db, a, id, &m);

	if (!err)
		err = call_tries(db, a, id, &tries);
	if (err)
		return err;
	if (!is_call(&m) || !call_may_end(&tries))
		return ERR_INVALID;
	ans.text = word(m.lang, W_call_end_text);
	ans.reason = word(m.lang, W_call_end_reason);
	return matter_answer(db, a, s, id, version, &ans);
}
