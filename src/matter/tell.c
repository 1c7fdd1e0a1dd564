/*
 * tell.c: what the resident hears by mail. A receipt goes to an address that
 * nobody has proved: it carries number, time and link, never the text, and at
 * most five an hour go to one address, so that the form is no spam relay
 * (13/2003 12 §).
 */
#include "base/clock.h"
#include "base/seal.h"
#include "base/str.h"
#include "due/due.h"
#include "html/mail_frame.h"
#include "mail/mail.h"
#include "matter/matter_store.h"
#include "matter/rules.h"
#include "matter/storm.h"
#include "tenant/tenant.h"

enum { RECEIPTS_AN_HOUR = 5 };

static const char *subject(struct arena *a, const struct matter *m,
			   enum word about)
{
	return word_fill(a, m->lang, about,
			 WORDS(WORD_TEXT("number", matter_number(a, m))));
}

const char *matter_follow_url(struct arena *a, const struct matter *m,
			      int64_t tenant)
{
	return arena_printf(a, "%s/follow/%s", tenant_now()->base_url,
			    tracking_make(a, tenant, m->id, m->code_version));
}

struct mail_frame tell_frame(struct db *db, struct arena *a,
			     const struct matter *m)
{
	const struct tenant *t = tenant_now();

	return (struct mail_frame){
		.tenant = t->brand.name[m->lang],
		.url = matter_follow_url(a, m, db_tenant(db)),
		.url_label = word(m->lang, W_tell_open),
		.after = word(m->lang, W_tell_keep_link),
		.replies_to = str_empty(t->mail_reply_to)
				      ? t->brand.contact_mail
				      : t->mail_reply_to,
	};
}

enum err tell_queue(struct db *db, struct arena *a, struct mail *mail,
		    const struct mail_frame *f)
{
	int64_t id;

	mail_frame_render(a, mail->lang, f, &mail->body_text, &mail->body_html);
	return mail_queue(db, a, mail, &id);
}

/* Number, time, and by when somebody answers or at least reads it. */
static enum err add_facts(struct db *db, struct arena *a,
			  const struct matter *m, struct mail_frame *f)
{
	struct mail_fact *facts = arena_array(a, 3, sizeof(*facts));
	const char *what = m->wants_reply ? "answer" : "reaction";
	struct due *dues;
	size_t n;
	enum err err;

	err = due_list(db, a, m->id, &dues, &n);
	if (err)
		return err;
	facts[0] = (struct mail_fact){word(m->lang, W_tell_number),
				      matter_number(a, m)};
	facts[1] =
		(struct mail_fact){word(m->lang, W_tell_received),
				   text_datetime(a, m->lang, m->received_at)};
	f->facts = facts;
	f->fact_count = 2;
	for (size_t i = 0; i < n && f->fact_count < 3; i++)
		if (str_same(dues[i].what, what))
			facts[f->fact_count++] = (struct mail_fact){
				word(m->lang, m->wants_reply ? W_tell_answer_by
							     : W_tell_read_by),
				text_date(a, m->lang, dues[i].due_at)};
	return OK;
}

enum err tell_receipt(struct db *db, struct arena *a, const struct matter *m,
		      const struct party *p, bool *ret_sent)
{
	const int64_t hour_ago = id_at_us(clock_now_us() - HOUR_US);
	struct mail mail = {
		.matter_id = m->id,
		.purpose = "receipt",
		.to = p->mail,
		.lang = m->lang,
		.subject = subject(a, m, W_tell_receipt),
	};
	struct mail_frame f = tell_frame(db, a, m);
	struct storm storm;
	size_t sent;
	enum err err;

	err = store_receipts(db, a, p->mail, hour_ago, RECEIPTS_AN_HOUR, &sent);
	if (err)
		return err;
	*ret_sent = sent < RECEIPTS_AN_HOUR;
	if (!*ret_sent)
		return OK;
	f.heading = word(m->lang, W_tell_receipt_heading);
	f.text = word(m->lang, m->wants_reply ? W_tell_receipt_answer
					      : W_tell_receipt_thanks);
	err = add_facts(db, a, m, &f);
	if (!err)
		err = storm_at(db, m->topic_id, m->received_at, &storm);
	if (err)
		return err;
	if (storm.id)
		f.text = arena_printf(a, "%s\n\n%s", storm.receipt[m->lang],
				      f.text);
	return tell_queue(db, a, &mail, &f);
}

/* What stands in a mail for everyone on the way to read: of a confidential
 * topic only that there is something. */
static const char *body(struct db *db, struct arena *a, const struct matter *m,
			bool is_answer, const char *text)
{
	if (!matter_confidential(db, a, m))
		return text;
	return word(m->lang,
		    is_answer ? W_tell_answer_waits : W_tell_interim_waits);
}

enum err reply_mail_make(struct db *db, struct arena *a, const struct matter *m,
			 bool is_answer, const char *text,
			 struct reply_mail *ret_mail)
{
	struct mail_fact *number = arena_alloc(a, sizeof(*number));
	struct reply_mail mail = {.frame = tell_frame(db, a, m)};
	struct party p;
	enum err err;

	err = matter_party(db, a, m->id, &p);
	if (err)
		return err;
	*number = (struct mail_fact){word(m->lang, W_tell_number),
				     matter_number(a, m)};
	mail.to = str_empty(p.mail) ? NULL : p.mail;
	mail.subject =
		subject(a, m, is_answer ? W_tell_answer : W_tell_interim);
	mail.frame.heading = word(m->lang, is_answer ? W_tell_answer_heading
						     : W_tell_interim_heading);
	mail.frame.text = body(db, a, m, is_answer, text);
	mail.frame.facts = number;
	mail.frame.fact_count = 1;
	*ret_mail = mail;
	return OK;
}

enum err tell_reply(struct act *act, const char *purpose, const char *text)
{
	const bool is_answer = str_same(purpose, "answer");
	struct mail mail = {
		.matter_id = act->m.id,
		.purpose = purpose,
		.lang = act->m.lang,
	};
	struct reply_mail reply;
	enum err err;

	err = reply_mail_make(act->db, act->arena, &act->m, is_answer, text,
			      &reply);
	if (err || !reply.to)
		return err;
	mail.to = reply.to;
	mail.subject = reply.subject;
	return tell_queue(act->db, act->arena, &mail, &reply.frame);
}
