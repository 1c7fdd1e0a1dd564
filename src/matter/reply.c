/*
 * reply.c: what is said to the resident: signed, with its files, by mail and on
 * the follow page, a moment after it was sent; or told on the phone, by letter or at the desk, and written
 * down with the time and the person (Chancellor of Justice, foka 2006/1053: an
 * answer by another way is an answer too).
 */
#include "attach/attach.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/out.h"
#include "matter/group.h"
#include "matter/outgoing.h"
#include "matter/passing.h"
#include "matter/rules.h"
#include "signature/signature.h"
#include "template/template.h"
#include "unit/unit.h"

const char *const told_names[TOLD__COUNT] = {
	[TOLD_SENT] = "",
	[TOLD_PHONE] = "phone",
	[TOLD_LETTER] = "letter",
	[TOLD_DESK] = "desk",
};

enum told_how told_parse(const char *name)
{
	int how = TOLD__COUNT - 1;

	while (how > TOLD_SENT && !str_same(told_names[how], name))
		how--;
	return (enum told_how)how;
}

bool told_fits(const struct matter *m, const struct told *t)
{
	if (t->how == TOLD_SENT)
		return true;
	return t->at >= m->received_at && t->at <= clock_now_us() &&
	       !str_empty(t->by) && utf8_length(t->by) <= NAME_MAX;
}

enum err reply_begin(struct act *act, const struct answer *ans)
{
	if (str_empty(ans->text) || utf8_length(ans->text) > REPLY_MAX ||
	    template_unfilled(act->arena, ans->text) ||
	    ans->upload_count > HTTP_FILES_MAX ||
	    !told_fits(&act->m, &ans->told))
		return ERR_INVALID;
	act->told = &ans->told;
	if (ans->told.how != TOLD_SENT)
		act->now = ans->told.at; /* it was said then */
	return OK;
}

const char *reply_in_mail(struct arena *a, enum lang lang, const char *said,
			  size_t file_count)
{
	if (!file_count)
		return said;
	return arena_printf(
		a, "%s\n\n%s", said,
		word_fill(a, lang, W_tell_files,
			  WORDS(WORD_INT("n", (int64_t)file_count))));
}

/* By the person; what came by a link of a unit, by the unit. */
static enum err sign(struct act *act)
{
	static const struct session nobody = {.staff_id = 0};
	struct unit u;
	enum err err;

	err = signature_of(act->db, act->arena, act->by ? act->by : &nobody,
			   act->m.unit_id, act->m.lang, &act->signature);
	if (err || act->by || !act->m.unit_id || !str_empty(act->signature))
		return err;
	err = unit_get(act->db, act->arena, act->m.unit_id, &u);
	if (!err)
		act->signature = unit_name(&u, act->m.lang);
	return err;
}

enum err reply_leaves(struct act *act, const char *kind, const char *text,
		      size_t file_count)
{
	const char *said = signature_under(act->arena, text, act->signature);
	bool mail = true;
	enum err err = OK;

	if (act->joint_id)
		err = group_told(act, &mail);
	if (!err && mail)
		err = tell_reply(act, kind,
				 reply_in_mail(act->arena, act->m.lang, said,
					       file_count));
	if (err || act->m.outcome != OUTCOME_NOT_OURS)
		return err;
	return passing_leaves(act);
}

enum err reply_say(struct act *act, const char *kind, const struct answer *ans)
{
	enum err err;

	err = sign(act);
	if (!err)
		err = act_say(act, kind, "parties", ans->text);
	if (!err)
		err = attach_uploads(act->db, act->m.id, act->entry_id,
				     ans->uploads, ans->upload_count);
	if (err || ans->told.how != TOLD_SENT)
		return err;
	if (outgoing_waits(act))
		return outgoing_hold(act, kind);
	return reply_leaves(act, kind, ans->text, ans->upload_count);
}
