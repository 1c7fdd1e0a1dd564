/*
 * remind_mail.c: what the staff hear by mail, in their own language. Number
 * and topic only; of a confidential topic the number. What a resident wrote
 * travels in no mail.
 */
#include "matter/remind_mail.h"

#include "base/str.h"
#include "html/mail_frame.h"
#include "mail/mail.h"
#include "matter/names.h"
#include "matter/rules.h"
#include "staff/staff.h"
#include "tenant/tenant.h"

struct address {
	const char *mail; /* "" = none */
	enum lang lang;
	const char *unit; /* its name; NULL: a person, or the municipality */
};

/* A person who has left gets nothing: the municipality's mailbox does. */
static enum err address_of(struct db *db, struct arena *a,
			   const struct reader *to, struct address *ret_address)
{
	struct address x = {.mail = tenant_now()->brand.contact_mail,
			    .lang = tenant_lang()};
	struct staff p;
	struct unit u;
	enum err err = OK;

	if (to->staff_id) {
		err = staff_get(db, a, to->staff_id, &p);
		if (!err && p.active)
			x = (struct address){.mail = p.mail, .lang = p.lang};
	} else if (to->unit_id) {
		err = unit_get(db, a, to->unit_id, &u);
		if (!err && !str_empty(u.mail))
			x = (struct address){
				.mail = u.mail,
				.lang = tenant_lang(),
				.unit = unit_name(&u, tenant_lang())};
	}
	if (err && err != ERR_NOT_FOUND)
		return err;
	*ret_address = x;
	return OK;
}

static enum err queue(struct db *db, struct arena *a, struct mail *mail,
		      const struct mail_frame *f, int64_t *ret_id)
{
	mail_frame_render(a, mail->lang, f, &mail->body_text, &mail->body_html);
	return mail_queue(db, a, mail, ret_id);
}

/* ---- at once ---- */

static void add_fact(struct mail_frame *f, struct mail_fact *facts,
		     const char *label, const char *value)
{
	if (str_empty(value))
		return;
	facts[f->fact_count++] = (struct mail_fact){label, value};
	f->facts = facts;
}

static const struct {
	const char *purpose;
	enum word subject, of_unit, secret; /* of a mail to a mailbox, of a
					       confidential matter */
	enum word heading, text, secret_text;
} news_words[NEWS__COUNT] = {
	[NEWS_GIVEN] = {"assigned", W_remind_given_subject,
			W_remind_unit_subject, W_remind_secret_subject,
			W_remind_given_heading, W_remind_given_text,
			W_remind_given_secret},
	[NEWS_URGENT] = {"urgent", W_remind_urgent_subject,
			 W_remind_urgent_unit, W_remind_urgent_subject,
			 W_remind_urgent_heading, W_remind_urgent_text,
			 W_remind_urgent_secret},
	[NEWS_REPLY] = {"reply", W_remind_reply_subject, W_remind_reply_unit,
			W_remind_reply_subject, W_remind_reply_heading,
			W_remind_reply_text, W_remind_reply_secret},
	[NEWS_VIEW] = {"view", W_view_mail_subject, W_view_mail_unit,
		       W_view_mail_subject, W_view_mail_heading,
		       W_view_mail_text, W_view_mail_text},
	[NEWS_VIEW_LATE] = {"view", W_view_late_subject, W_view_late_unit,
			    W_view_late_subject, W_view_late_heading,
			    W_view_late_text, W_view_late_text},
};

static const char *news_subject(struct arena *a, const struct address *x,
				enum news what, const char *number, bool secret)
{
	if (secret)
		return word_fill(a, x->lang, news_words[what].secret,
				 WORDS(WORD_TEXT("number", number)));
	if (x->unit)
		return word_fill(a, x->lang, news_words[what].of_unit,
				 WORDS(WORD_TEXT("unit", x->unit),
				       WORD_TEXT("number", number)));
	return word_fill(a, x->lang, news_words[what].subject,
			 WORDS(WORD_TEXT("number", number)));
}

/* Of a view the page where it is given. */
static const char *news_url(struct arena *a, const struct matter *m,
			    int64_t ask_id)
{
	const char *base = tenant_now()->base_url;

	if (ask_id)
		return arena_printf(a, "%s/staff/views/%lld", base,
				    (long long)ask_id);
	return arena_printf(a, "%s/staff/matters/%s", base,
			    matter_number(a, m));
}

static struct mail_frame news_frame(struct arena *a, const struct matter *m,
				    const struct names *names,
				    const struct address *x, enum news what)
{
	const bool secret =
		m->confidential || names_confidential(names, m->topic_id);
	struct mail_fact *facts = arena_array(a, 3, sizeof(*facts));
	const struct tenant *t = tenant_now();
	const char *number = matter_number(a, m);
	struct mail_frame f = {
		.tenant = t->brand.name[x->lang],
		.heading = word(x->lang, news_words[what].heading),
		.text = word(x->lang, secret ? news_words[what].secret_text
					     : news_words[what].text),
		.url_label = word(x->lang, W_remind_open),
	};

	add_fact(&f, facts, word(x->lang, W_tell_number), number);
	if (secret || what == NEWS_VIEW || what == NEWS_VIEW_LATE)
		return f;
	add_fact(&f, facts, word(x->lang, W_desk_topic),
		 names_topic(names, m->topic_id, x->lang));
	if (m->due_at != DUE_NONE)
		add_fact(&f, facts, word(x->lang, W_desk_due),
			 text_date(a, x->lang, m->due_at));
	return f;
}

enum err remind_mail_news(struct db *db, struct arena *a,
			  const struct matter *m, const struct news_to *n,
			  int64_t *ret_mail_id)
{
	/* what is given and urgent is told as urgent */
	const enum news what =
		n->what == NEWS_GIVEN && m->urgent_at ? NEWS_URGENT : n->what;
	const struct names *names;
	struct mail_frame f;
	struct address x;
	bool secret;
	enum err err = address_of(db, a, &n->to, &x);

	if (!err)
		err = names_get(db, &names);
	if (err)
		return err;
	*ret_mail_id = 0;
	if (str_empty(x.mail))
		return OK;
	secret = m->confidential || names_confidential(names, m->topic_id);
	f = news_frame(a, m, names, &x, what);
	f.url = news_url(a, m, n->ask_id);
	return queue(db, a,
		     &(struct mail){
			     .matter_id = m->id,
			     .purpose = news_words[what].purpose,
			     .to = x.mail,
			     .lang = x.lang,
			     .subject = news_subject(
				     a, &x, what, matter_number(a, m), secret),
		     },
		     &f, ret_mail_id);
}

/* ---- the digest ---- */

/* In the order of the mail. */
static const struct part {
	enum remind_kind kind;
	bool asked;
	enum word heading;
} parts[] = {
	{REMIND_LATE, false, W_remind_part_late},
	{REMIND_SOON, false, W_remind_part_soon},
	{REMIND_IDLE, false, W_remind_part_idle},
	{REMIND_NONE, true, W_remind_part_asked},
};

static bool in_part(const struct part *p, const struct waiting *w)
{
	if (p->asked)
		return w->asked;
	return !w->asked && w->kind == p->kind;
}

/* Does one before row i tell of the same matter? Of any part when p is NULL. */
static bool told_before(const struct part *p, const struct waiting *list,
			size_t i)
{
	for (size_t k = 0; k < i; k++)
		if ((!p || in_part(p, &list[k])) &&
		    list[k].number == list[i].number &&
		    list[k].number_year == list[i].number_year)
			return true;
	return false;
}

struct text {
	struct arena *a;
	struct str s;
	enum lang lang;
	const struct names *names;
	int lines;
};

static void add_line(struct text *t, const struct waiting *w)
{
	const char *topic = names_topic(t->names, w->topic_id, t->lang);

	str_printf(&t->s, "%lld-%lld", (long long)w->number_year,
		   (long long)w->number);
	if (!w->confidential && !names_confidential(t->names, w->topic_id)) {
		if (!str_empty(topic))
			str_printf(&t->s, ", %s", topic);
		if (w->due_at)
			str_printf(&t->s, ", %s %s",
				   word(t->lang, W_remind_due),
				   text_date(t->a, t->lang, w->due_at));
	}
	str_printf(&t->s, "\n");
	t->lines++;
}

/* The same matter may have come up on several days: once is enough. */
static void add_part(struct text *t, const struct part *p,
		     const struct waiting *list, size_t count)
{
	bool begun = false;

	for (size_t i = 0; i < count; i++) {
		if (!in_part(p, &list[i]) || told_before(p, list, i))
			continue;
		if (!begun)
			str_printf(&t->s, "%s%s\n", t->s.len ? "\n" : "",
				   word(t->lang, p->heading));
		begun = true;
		add_line(t, &list[i]);
	}
}

/* On a bad morning there are more than a mail should name. */
static void add_rest(struct text *t, const struct waiting_list *w)
{
	size_t rest = w->matters;

	for (size_t i = 0; i < w->count; i++)
		rest -= !told_before(NULL, w->list, i);
	if (!rest)
		return;
	str_printf(&t->s, "\n%s\n",
		   word_fill(t->a, t->lang, W_remind_part_rest,
			     WORDS(WORD_INT("n", (int64_t)rest))));
	t->lines += (int)rest;
}

enum err remind_mail_digest(struct db *db, struct arena *a,
			    const struct reader *to,
			    const struct waiting_list *w,
			    struct digest_told *ret_told)
{
	const struct tenant *t = tenant_now();
	struct text text = {.a = a};
	struct mail_frame f;
	struct address x;
	enum err err = address_of(db, a, to, &x);

	if (!err)
		err = names_get(db, &text.names);
	if (err)
		return err;
	*ret_told = (struct digest_told){0, !str_empty(x.mail)};
	text.lang = x.lang;
	str_init(&text.s, a, 512);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		add_part(&text, &parts[i], w->list, w->count);
	add_rest(&text, w);
	if (!text.lines || str_empty(x.mail))
		return OK;
	f = (struct mail_frame){
		.tenant = t->brand.name[x.lang],
		.heading = word(x.lang, W_remind_digest_heading),
		.text = text.s.ptr,
		.url = arena_printf(a, "%s/staff", t->base_url),
		.url_label = word(x.lang, W_remind_digest_open),
	};
	return queue(
		db, a,
		&(struct mail){
			.purpose = "digest",
			.to = x.mail,
			.lang = x.lang,
			.subject = word_fill(a, x.lang, W_remind_digest_subject,
					     WORDS(WORD_INT("n", text.lines))),
		},
		&f, &ret_told->mail_id);
}
