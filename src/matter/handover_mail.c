/*
 * handover_mail.c: the reminder to a unit. It says that something waits, and
 * where; never what a resident wrote.
 */
#include "base/str.h"
#include "html/mail_frame.h"
#include "html/out.h"
#include "html/words.h"
#include "mail/mail.h"
#include "matter/handover_store.h"
#include "staff/staff.h"
#include "tenant/tenant.h"
#include "unit/unit.h"

struct reminder {
	struct act *act;
	const struct unit *unit;
	int64_t due_at;
};

static enum err send(const struct reminder *r, const char *to, enum lang lang)
{
	struct arena *a = r->act->arena;
	const struct tenant *t = tenant_now();
	const char *number = matter_number(a, &r->act->m);
	const struct mail_fact facts[] = {
		{word(lang, W_tell_number), number},
		{word(lang, W_tell_received),
		 text_datetime(a, lang, r->act->m.received_at)},
	};
	const struct mail_frame frame = {
		.tenant = t->brand.name[lang],
		.heading = word(lang, W_handover_mail_heading),
		.text = word_fill(
			a, lang, W_handover_mail_text,
			WORDS(WORD_TEXT("unit", unit_name(r->unit, lang)),
			      WORD_TEXT("date",
					text_date(a, lang, r->due_at)))),
		.facts = facts,
		.fact_count = 2,
		.url = arena_printf(a, "%s/staff/matters/%s", t->base_url,
				    number),
		.url_label = word(lang, W_handover_mail_open),
	};
	struct mail mail = {
		.matter_id = r->act->m.id,
		.purpose = "handover",
		.to = to,
		.lang = lang,
		.subject = word_fill(a, lang, W_handover_mail_subject,
				     WORDS(WORD_TEXT("number", number))),
	};
	int64_t id;

	mail_frame_render(a, lang, &frame, &mail.body_text, &mail.body_html);
	return mail_queue(r->act->db, a, &mail, &id);
}

static enum err tell_people(const struct reminder *r, const struct staff *list,
			    size_t n, size_t *ret_told)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < n; i++)
		err = send(r, list[i].mail, list[i].lang);
	if (!err)
		*ret_told = n;
	return err;
}

static enum err tell_handler(const struct reminder *r, size_t *ret_told)
{
	struct staff who;
	enum err err;

	*ret_told = 0;
	err = staff_get(r->act->db, r->act->arena, r->act->m.handler_id, &who);
	if (err || !who.active)
		return err == ERR_NOT_FOUND ? OK : err;
	*ret_told = 1;
	return send(r, who.mail, who.lang);
}

/* One mailbox instead of everybody's; but only where somebody works. */
static enum err tell_unit(const struct reminder *r, size_t *ret_told)
{
	struct staff *list;
	size_t n;
	enum err err;

	err = staff_takers(r->act->db, r->act->arena, r->unit->id, &list, &n);
	if (err)
		return err;
	if (!n || str_empty(r->unit->mail))
		return tell_people(r, list, n, ret_told);
	*ret_told = 1;
	return send(r, r->unit->mail, LANG_FI);
}

enum err tell_handover(struct act *act, int64_t due_at, size_t *ret_told)
{
	struct unit unit;
	const struct reminder r = {act, &unit, due_at};
	size_t told = 0;
	enum err err;

	err = unit_get(act->db, act->arena, act->m.unit_id, &unit);
	if (!err && act->m.handler_id)
		err = tell_handler(&r, &told);
	if (!err && !told)
		err = tell_unit(&r, &told);
	if (err)
		return err;
	*ret_told = told;
	return OK;
}
