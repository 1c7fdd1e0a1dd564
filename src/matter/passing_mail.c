/*
 * passing_mail.c: the mail that passes a message on: all of it, with what the
 * receiver needs to answer the sender itself; files by a link. Bodies outside
 * read Finnish.
 */
#include "matter/passing_mail.h"

#include "base/id.h"
#include "base/str.h"
#include "entry/entry.h"
#include "tenant/tenant.h"

enum { FACTS_MAX = 8 };

static void add_fact(struct mail_frame *f, struct mail_fact *facts,
		     enum word label, const char *value)
{
	if (str_empty(value))
		return;
	facts[f->fact_count++] =
		(struct mail_fact){word(tenant_lang(), label), value};
	f->facts = facts;
}

/* Number and arrival; of an open one the place and the sender, too. */
static enum err add_facts(struct act *act, bool secret, struct mail_frame *f)
{
	struct mail_fact *facts =
		arena_array(act->arena, FACTS_MAX, sizeof(*facts));
	const struct matter *m = &act->m;
	struct party p;
	enum err err = matter_party(act->db, act->arena, m->id, &p);

	if (err)
		return err;
	add_fact(f, facts, W_tell_number, matter_number(act->arena, m));
	add_fact(f, facts, W_tell_received,
		 text_datetime(act->arena, tenant_lang(), m->received_at));
	if (secret)
		return OK;
	add_fact(f, facts, W_desk_place, m->place);
	if (m->has_point)
		add_fact(
			f, facts, W_desk_point,
			arena_printf(act->arena, "%.5f, %.5f", m->lat, m->lon));
	add_fact(f, facts, W_pass_sender, p.name);
	add_fact(f, facts, W_pass_mail, p.mail);
	add_fact(f, facts, W_pass_phone, p.phone);
	return OK;
}

/* What the sender wrote since, too. */
static enum err add_additions(struct act *act, const char **text)
{
	struct arena *a = act->arena;
	struct entry *list;
	size_t n;
	enum err err = entry_list(act->db, a, act->m.id, 0, &list, &n);

	for (size_t i = 0; !err && i < n; i++)
		if (str_same(list[i].author, "resident") &&
		    str_empty(list[i].hidden_why))
			*text = arena_printf(
				a, "%s\n\n%s:\n%s", *text,
				text_datetime(a, tenant_lang(),
					      id_time_us(list[i].id)),
				list[i].text);
	return err;
}

static const char *text_of(struct act *act, const struct unit *body,
			   bool secret)
{
	const char *name = tenant_now()->brand.name[tenant_lang()];
	const struct matter *m = &act->m;
	enum word lead = secret                         ? W_pass_body_secret
			 : body->kind == UNIT_AUTHORITY ? W_pass_body_authority
							: W_pass_body_company;
	const char *intro = word_fill(act->arena, tenant_lang(), lead,
				      WORDS(WORD_TEXT("name", name)));

	if (secret)
		return intro;
	return arena_printf(act->arena, "%s\n\n%s%s%s", intro, m->title,
			    str_empty(m->title) ? "" : "\n\n", m->text);
}

enum err tell_body(struct act *act, const struct unit *body, const char *token,
		   int64_t *ret_mail_id)
{
	const struct tenant *t = tenant_now();
	struct mail_frame f = {
		.tenant = t->brand.name[tenant_lang()],
		.heading = word(tenant_lang(), W_pass_body_heading),
		.text = text_of(act, body, !token),
		.replies_to = str_empty(t->mail_reply_to)
				      ? t->brand.contact_mail
				      : t->mail_reply_to,
	};
	struct mail mail = {
		.matter_id = act->m.id,
		.purpose = "passed_on",
		.to = body->mail,
		.lang = tenant_lang(),
		.subject = word_fill(
			act->arena, tenant_lang(), W_pass_body_subject,
			WORDS(WORD_TEXT("number",
					matter_number(act->arena, &act->m)),
			      WORD_TEXT("name", t->brand.name[tenant_lang()]))),
	};
	struct attachment *files;
	size_t n;
	enum err err = add_facts(act, !token, &f);

	if (!err && token)
		err = add_additions(act, &f.text);
	if (!err)
		err = sender_files(act->db, act->arena, act->m.id, &files, &n);
	if (err)
		return err;
	if (token && n) {
		f.url = arena_printf(act->arena, "%s/passed/%s", t->base_url,
				     token);
		f.url_label = word(tenant_lang(), W_pass_body_files);
		f.after = word(tenant_lang(), W_pass_body_link);
	}
	mail_frame_render(act->arena, tenant_lang(), &f, &mail.body_text,
			  &mail.body_html);
	return mail_queue(act->db, act->arena, &mail, ret_mail_id);
}
