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
#include "matter/remind.h"
#include "matter/rules.h"
#include "matter/verdict.h"

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

enum err matter_add(struct db *db, struct arena *a, const struct matter *m,
		    const struct addition *what, int64_t *ret_entry_id)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	act_begin_resident(&act, m);
	if ((str_empty(what->text) && !what->upload_count) ||
	    utf8_length(what->text) > TEXT_MAX)
		return ERR_INVALID;
	if (!m->is_open)
		err = act_reopen(&act);
	else
		err = OK;
	if (m->handling == HANDLING_WAITING_RESIDENT)
		act.m.handling = handling_of_queue(&act.m);
	if (!err)
		err = say(&act, what->text, what->uploads, what->upload_count);
	if (!err && m->handling == HANDLING_WAITING_RESIDENT)
		err = ask_settle(db, m->id);
	if (!err)
		err = act_end(&act, "added");
	if (!err)
		err = remind_news(&act, NEWS_REPLY);
	if (!err)
		*ret_entry_id = act.entry_id;
	return err;
}

enum err matter_add_reply(struct db *db, struct arena *a,
			  const struct matter *m, const char *text,
			  const struct upload *uploads, size_t upload_count)
{
	const struct addition what = {text, uploads, upload_count};
	int64_t entry_id;

	return matter_add(db, a, m, &what, &entry_id);
}

enum { FILES_FOLLOW_S = 3600 };

enum err matter_add_files(struct db *db, struct arena *a,
			  const struct matter *m, const struct upload *uploads,
			  size_t upload_count)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	act_begin_resident(&act, m);
	if (!m->is_open || m->handling == HANDLING_WAITING_RESIDENT ||
	    act.now - m->received_at > FILES_FOLLOW_S * INT64_C(1000000))
		return matter_add_reply(db, a, m, "", uploads, upload_count);
	err = attach_uploads(db, m->id, 0, uploads, upload_count);
	return err ? err : act_end(&act, "added");
}

/* Only what has been dealt with can have helped or not. */
static bool has_result(const struct matter *m)
{
	return !m->is_open && m->outcome != OUTCOME_WITHDRAWN;
}

/* The reason in the resident's language, and their own words. */
static const char *in_words(struct arena *a, enum lang lang,
			    const struct verdict_reason *r, const char *why)
{
	if (!r)
		return why;
	if (str_empty(why))
		return word(lang, r->word);
	return arena_printf(a, "%s\n\n%s", word(lang, r->word), why);
}

enum err matter_unsatisfied(struct db *db, struct arena *a,
			    const struct matter *m, const char *reason,
			    const char *why)
{
	const struct verdict_reason *r = verdict_reason(false, reason);
	struct act act = {.db = db, .arena = a};
	enum err err;

	act_begin_resident(&act, m);
	if (!has_result(m) || (str_empty(why) && !r) ||
	    (!r && !str_empty(reason)) || utf8_length(why) > TEXT_MAX)
		return ERR_INVALID;
	why = in_words(a, m->lang, r, why);
	act.m.verdict = "reopen_requested";
	act.m.verdict_note = why;
	err = act_reopen(&act);
	if (!err)
		err = promise_again(&act, true, true);
	if (!err)
		err = act_say(&act, "verdict", "parties", why);
	if (!err)
		err = verdict_put(db, m->id, false, reason);
	if (!err)
		err = act_end(&act, "unsatisfied");
	return err ? err : remind_news(&act, NEWS_REPLY);
}

/* Said already: only the reason is new. */
static enum err satisfied_again(struct act *act, const char *reason)
{
	struct verdict last;
	enum err err = verdict_last(act->db, act->arena, act->m.id, &last);

	if (err || str_empty(reason) || str_same(last.reason, reason))
		return err;
	return verdict_put(act->db, act->m.id, true, reason);
}

enum err matter_satisfied(struct db *db, struct arena *a,
			  const struct matter *m, const char *reason)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	act_begin_resident(&act, m);
	if (!has_result(m) ||
	    (!str_empty(reason) && !verdict_reason(true, reason)))
		return ERR_INVALID;
	if (str_same(m->verdict, "satisfied"))
		return satisfied_again(&act, reason);
	act.m.verdict = "satisfied";
	act.m.verdict_note = "";
	err = verdict_put(db, m->id, true, reason);
	return err ? err : act_end(&act, "satisfied");
}

/* ---- the permission to publish ---- */

static enum err take_consent_back(struct act *act)
{
	act->m.may_publish = false;
	return publication_hide(act->db, act->arena, act->m.id,
				hidden_by_resident);
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
