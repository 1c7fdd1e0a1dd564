/*
 * ask_tell.c: a question goes to the resident as a mail with a link that is
 * good for one answer; a contractor's mail says only that there is work.
 */
#include "matter/ask_tell.h"

#include "base/str.h"
#include "signature/signature.h"
#include "tenant/tenant.h"

static struct mail_fact *facts(struct act *act, const struct ask *k,
			       enum lang lang)
{
	struct mail_fact *f = arena_array(act->arena, 2, sizeof(*f));

	f[0] = (struct mail_fact){word(lang, W_tell_number),
				  matter_number(act->arena, &act->m)};
	f[1] = (struct mail_fact){
		word(lang, W_tell_ask_until),
		text_date(act->arena, lang, k->expires_at - 1)};
	return f;
}

static const char *subject(struct act *act, enum lang lang, enum word about)
{
	return word_fill(
		act->arena, lang, about,
		WORDS(WORD_TEXT("number", matter_number(act->arena, &act->m))));
}

enum err tell_question(struct act *act, const struct ask *k, const char *url)
{
	struct matter *m = &act->m;
	struct mail_frame f = tell_frame(act->db, act->arena, m);
	struct mail mail = {
		.matter_id = m->id,
		.purpose = "question",
		.lang = m->lang,
		.subject = subject(act, m->lang, W_tell_question),
	};
	struct party p;
	enum err err;

	err = matter_party(act->db, act->arena, m->id, &p);
	if (err || str_empty(p.mail))
		return err;
	mail.to = p.mail;
	f.heading = word(m->lang, W_tell_question_heading);
	f.text = matter_confidential(act->db, act->arena, m)
			 ? word(m->lang, W_tell_question_waits)
			 : signature_under(act->arena, k->text, act->signature);
	f.facts = facts(act, k, m->lang);
	f.fact_count = 2;
	f.url = url;
	f.url_label = word(m->lang, W_tell_question_open);
	f.after = word(m->lang, W_tell_question_after);
	return tell_queue(act->db, act->arena, &mail, &f);
}

/* Who asks writes in their own language. */
enum err tell_contractor(struct act *act, const struct ask *k, const char *url)
{
	const enum lang lang = act->by->lang;
	const struct tenant *t = tenant_now();
	struct mail mail = {
		.matter_id = act->m.id,
		.purpose = "work",
		.to = k->mail,
		.lang = lang,
		.subject = subject(act, lang, W_tell_work),
	};
	struct mail_frame f = {
		.tenant = t->brand.name[lang],
		.heading = word(lang, W_tell_work_heading),
		.text = word(lang, W_tell_work_text),
		.facts = facts(act, k, lang),
		.fact_count = 2,
		.url = url,
		.url_label = word(lang, W_tell_work_open),
		.after = word(lang, W_tell_work_after),
		.replies_to = str_empty(t->mail_reply_to)
				      ? t->brand.contact_mail
				      : t->mail_reply_to,
	};

	if (str_empty(k->mail))
		return OK;
	return tell_queue(act->db, act->arena, &mail, &f);
}

enum err tell_unit_link(struct act *act, const struct ask *k, const char *url)
{
	const struct tenant *t = tenant_now();
	struct mail_fact *f = facts(act, k, tenant_lang());
	const struct mail_frame frame = {
		.tenant = t->brand.name[tenant_lang()],
		.heading = word_fill(act->arena, tenant_lang(),
				     W_handle_mail_heading,
				     WORDS(WORD_TEXT("unit", k->name))),
		.text = word(tenant_lang(), W_handle_mail_text),
		.facts = f,
		.fact_count = 2,
		.url = url,
		.url_label = word(tenant_lang(), W_handle_mail_open),
		.after = word(tenant_lang(), W_handle_mail_after),
	};
	struct mail mail = {
		.matter_id = act->m.id,
		.purpose = "unit_link",
		.to = k->mail,
		.lang = tenant_lang(),
		.subject = subject(act, tenant_lang(), W_handle_mail_subject),
	};

	return tell_queue(act->db, act->arena, &mail, &frame);
}
