/*
 * follow.c: what the resident does with the matter, by the tracking code. The
 * caller found the matter by matter_by_code() in the same transaction.
 */
#include "attach/attach.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/out.h"
#include "matter/ask.h"
#include "matter/hold.h"
#include "matter/matter_store.h"
#include "matter/rules.h"

static const char hidden_by_resident[] = "consent_withdrawn";

static enum err say(struct act *act, const char *text,
		    const struct upload *uploads, size_t upload_count)
{
	enum err err;

	err = act_say(act, "addition", "parties", text);
	if (err)
		return err;
	return attach_uploads(act->db, act->m.id, act->entry_id, uploads,
			      upload_count);
}

enum err matter_add_reply(struct db *db, struct arena *a,
			  const struct matter *m, const char *text,
			  const struct upload *uploads, size_t upload_count)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	act_begin_resident(&act, m);
	if ((str_empty(text) && !upload_count) || utf8_length(text) > TEXT_MAX)
		return ERR_INVALID;
	if (!m->is_open)
		err = act_reopen(&act);
	else
		err = OK;
	if (m->handling == HANDLING_WAITING_RESIDENT)
		act.m.handling = handling_of_queue(&act.m);
	if (!err)
		err = say(&act, text, uploads, upload_count);
	if (!err && m->handling == HANDLING_WAITING_RESIDENT)
		err = ask_settle(db, m->id);
	return err ? err : act_end(&act, "added");
}

/* Only what has been dealt with can have helped or not. */
static bool has_result(const struct matter *m)
{
	return !m->is_open && m->outcome != OUTCOME_WITHDRAWN;
}

enum err matter_unsatisfied(struct db *db, struct arena *a,
			    const struct matter *m, const char *why)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	act_begin_resident(&act, m);
	if (!has_result(m) || str_empty(why) || utf8_length(why) > TEXT_MAX)
		return ERR_INVALID;
	act.m.verdict = "reopen_requested";
	act.m.verdict_note = why;
	err = act_reopen(&act);
	if (!err)
		err = promise_again(&act, true, true);
	if (!err)
		err = act_say(&act, "verdict", "parties", why);
	return err ? err : act_end(&act, "unsatisfied");
}

enum err matter_satisfied(struct db *db, struct arena *a,
			  const struct matter *m)
{
	struct act act = {.db = db, .arena = a};

	act_begin_resident(&act, m);
	if (!has_result(m))
		return ERR_INVALID;
	if (str_same(m->verdict, "satisfied"))
		return OK;
	act.m.verdict = "satisfied";
	act.m.verdict_note = "";
	return act_end(&act, "satisfied");
}

/* ---- the permission to publish ---- */

static enum err take_consent_back(struct act *act)
{
	act->m.may_publish = false;
	return store_publication_hide(act->db, act->m.id, hidden_by_resident);
}

enum err matter_consent(struct db *db, struct arena *a, const struct matter *m,
			bool may_publish)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	act_begin_resident(&act, m);
	if (m->may_publish == may_publish)
		return OK;
	if (may_publish) {
		act.m.may_publish = true;
		act.m.consent_at = act.now;
		act.m.consent_wording = CONSENT_WORDING;
		return act_end(&act, "consent_given");
	}
	err = take_consent_back(&act);
	return err ? err : act_end(&act, "consent_withdrawn");
}

/* ---- taking it all back ---- */

/* A fault stays open: somebody looks whether it is dangerous, then closes. */
enum err matter_withdraw(struct db *db, struct arena *a, const struct matter *m)
{
	struct act act = {.db = db, .arena = a};
	struct hold hold;
	enum err err;

	act_begin_resident(&act, m);
	if (!m->is_open || m->outcome == OUTCOME_WITHDRAWN)
		return ERR_INVALID;
	err = matter_held(db, a, m->id, &hold);
	if (err)
		return err;
	if (hold.held) /* evidence stays as it is */
		return ERR_INVALID;
	act.m.outcome = OUTCOME_WITHDRAWN;
	if (!str_same(m->type, "fault")) {
		act.m.handling = HANDLING_CLOSED;
		act.m.closed_at = act.now;
	}
	err = take_consent_back(&act);
	if (!err)
		err = act_say(&act, "addition", "parties",
			      word(m->lang, W_follow_said_withdrawn));
	return err ? err : act_end(&act, "withdrawn");
}
