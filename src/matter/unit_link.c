/*
 * unit_link.c: matters at units that work by mail, see unit_link.h.
 */
#include "matter/unit_link.h"

#include "base/id.h"
#include "base/str.h"
#include "base/utf8.h"
#include "matter/ask_store.h"
#include "matter/ask_tell.h"
#include "matter/handover_store.h"
#include "staff/staff.h"
#include "tenant/tenant.h"
#include "unit/unit.h"

/* ---- out ---- */

static enum err works_by_mail(struct db *db, struct arena *a,
			      const struct matter *m, struct unit *ret_unit,
			      bool *ret_does)
{
	struct staff *list;
	size_t n;
	enum err err = unit_get(db, a, m->unit_id, ret_unit);

	*ret_does = false;
	if (err || !ret_unit->by_mail)
		return err;
	err = staff_takers(db, a, m->unit_id, &list, &n);
	if (!err)
		*ret_does = n == 0;
	return err;
}

/* Nobody there may know of it: others direct it. */
static void give_back(struct act *act)
{
	act->m.handed_from = act->m.unit_id;
	act->m.unit_id = 0;
	act->m.handling = handling_of_queue(&act->m);
}

static enum err send(struct act *act, const struct unit *u)
{
	const char *token = token_new(act->arena);
	const struct ask k = {
		.id = db_new_id(act->db),
		.matter_id = act->m.id,
		.whom = ASK_UNIT,
		.unit_id = u->id,
		.text = "",
		.choices = "",
		.place = "",
		.name = u->name[LANG_FI],
		.mail = u->mail,
		.expires_at = link_expiry(act->now, UNIT_LINK_DAYS),
	};
	enum err err;

	err = store_ask_unit_over(act->db, act->m.id, act->now);
	if (!err)
		err = store_ask(act->db, &k,
				link_token_hash(act->arena, token));
	if (!err)
		err = store_handover_accepted(act->db, act->m.id);
	if (err)
		return err;
	act->ask_id = k.id;
	err = tell_unit_link(act, &k,
			     arena_printf(act->arena, "%s/handle/%s",
					  tenant_now()->base_url, token));
	return err ? err : act_note(act, "unit_mailed");
}

enum err unit_link_send(struct db *db, struct arena *a, const struct matter *m,
			bool *ret_sent)
{
	struct act act = {.db = db, .arena = a};
	struct unit u;
	bool by_mail = false;
	enum err err = OK;

	*ret_sent = false;
	if (m->unit_id && !m->handler_id)
		err = works_by_mail(db, a, m, &u, &by_mail);
	if (err || !by_mail)
		return err;
	*ret_sent = true;
	act_begin_system(&act, m);
	if (!matter_confidential(db, a, m))
		return send(&act, &u);
	give_back(&act);
	return act_end(&act, "handover_expired");
}

enum err unit_link_over(struct act *act, const struct ask *k)
{
	if (act->m.unit_id == k->unit_id && !act->m.handler_id)
		give_back(act);
	return OK;
}

/* ---- back ---- */

static enum err begin(struct act *act, const struct ask *k,
		      const struct matter *m, enum ask_state state)
{
	if (!ask_waits(k, m) || matter_confidential(act->db, act->arena, m))
		return ERR_INVALID;
	act_begin_system(act, m);
	act->unit = true;
	act->ask_id = k->id;
	return store_ask_move(act->db, k->id, state, act->now);
}

enum err unit_link_answer(struct db *db, struct arena *a, const struct ask *k,
			  const struct matter *m, const char *text)
{
	const struct answer ans = {.text = text, .outcome = OUTCOME_ANSWERED};
	struct act act = {.db = db, .arena = a};
	enum err err = begin(&act, k, m, ASK_ANSWERED);

	return err ? err : act_answer(&act, &ans);
}

enum err unit_link_return(struct db *db, struct arena *a, const struct ask *k,
			  const struct matter *m, const char *why)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	if (str_empty(why) || utf8_length(why) > REPLY_MAX)
		return ERR_INVALID;
	err = begin(&act, k, m, ASK_CANNOT);
	if (err)
		return err;
	give_back(&act);
	err = act_say(&act, "handover", "internal", why);
	return err ? err : act_end(&act, "returned");
}

enum err unit_link_opened(struct db *db, struct arena *a, const struct ask *k,
			  const struct matter *m)
{
	struct act act = {.db = db, .arena = a};

	act_begin_system(&act, m);
	act.unit = true;
	act.ask_id = k->id;
	return act_note(&act, "unit_opened");
}
