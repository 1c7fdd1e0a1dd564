/*
 * mail_in_give.c: a mail becomes a new matter: its title, its text, its sender,
 * or the sender of the mail that was passed on.
 */
#include "matter/mail_in_give.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/out.h"
#include "mail/mail.h"
#include "matter/intake.h"
#include "matter/rules.h"
#include "staff/staff.h"
#include "tenant/tenant.h"
#include "text/language.h"

/* The first max characters, and what follows them. */
static const char *cut(struct arena *a, const char *text, size_t max,
		       const char **ret_rest)
{
	const char *at = text;

	*ret_rest = "";
	for (size_t i = 0; i < max; i++)
		if (!utf8_next(&at))
			return text;
	if (!*at)
		return text;
	*ret_rest = at;
	return arena_strndup(a, text, (size_t)(at - text));
}

static const char *limited(struct coming *c, const char *text, size_t max)
{
	const char *rest;
	const char *first = cut(c->a, text, max - 1, &rest);

	if (str_empty(rest))
		return first;
	c->row.folded =
		str_empty(c->row.folded)
			? rest
			: arena_printf(c->a, "%s\n\n%s", rest, c->row.folded);
	return arena_printf(c->a, "%s…", first);
}

const char *mail_in_text(struct coming *c, size_t max, enum lang lang)
{
	const char *text = c->came->mail.text;

	if (!str_empty(text))
		return limited(c, text, max);
	return word(lang,
		    c->upload_count ? W_mail_in_only_files : W_mail_in_empty);
}

/* ---- the title ---- */

/* "Re: VS: Fwd: " in the three languages; the colon decides. */
static const char *without_marks(const char *subject)
{
	static const char *const marks[] = {
		"re:", "vs:", "sv:", "fw:", "fwd:", "vl:", "vb:", "aw:", NULL};
	bool again = true;

	while (again) {
		again = false;
		subject += strspn(subject, " ");
		for (const char *const *m = marks; *m; m++) {
			size_t n = strlen(*m);

			if (strncasecmp(subject, *m, n) != 0)
				continue;
			subject += n;
			again = true;
		}
	}
	return subject;
}

static const char *title_of(struct arena *a, const char *subject)
{
	return utf8_clip(a, without_marks(subject), TITLE_MAX - 1);
}

/* A message is at least some words long; a subject alone may be one. */
static const char *long_enough(struct arena *a, const char *text,
			       const char *title, enum lang lang)
{
	if (utf8_length(text) < TEXT_MIN && !str_empty(title))
		text = arena_printf(a, "%s\n\n%s", title, text);
	if (utf8_length(text) < TEXT_MIN)
		text = arena_printf(a, "%s\n\n%s", text,
				    word(lang, W_mail_in_short));
	return utf8_clean(a, text);
}

/* ---- whose it is ---- */

struct origin {
	const char *name, *mail, *subject, *text;
	int64_t entered_by; /* who of the staff passed it on */
};

/* Passed on by our own people it is of whoever wrote it first; what they say
 * about it is folded. */
static enum err find_origin(struct coming *c, struct origin *ret_origin)
{
	const struct incoming *m = &c->came->mail;
	struct origin o = {m->from_name, m->from_mail, m->subject, m->text, 0};
	struct staff who;
	enum err err = OK;

	if (!str_empty(m->of_mail) && !str_empty(m->from_mail)) {
		err = staff_by_mail(c->db, c->a, m->from_mail, &who);
		if (!err && who.active && !str_empty(m->of_text)) {
			o = (struct origin){m->of_name, m->of_mail,
					    m->of_subject, m->of_text, who.id};
			if (str_empty(o.subject))
				o.subject = m->subject;
			c->row.folded = arena_printf(c->a, "%s\n\n%s", m->text,
						     m->folded);
		}
	}
	if (!err || err == ERR_NOT_FOUND)
		*ret_origin = o;
	return err == ERR_NOT_FOUND ? OK : err;
}

/* The day it came into the mailbox, unless that is nonsense. */
static int64_t arrived(const struct coming *c)
{
	const int64_t now = clock_now_us();
	const int64_t at = c->came->raw.arrived_at;

	return at > 0 && at <= now && now - at <= ARRIVED_DAYS_MAX * DAY_US
		       ? at
		       : now;
}

/* The mailbox's unit, if somebody works there. */
static enum err unit_of(struct coming *c, int64_t *ret_unit_id)
{
	bool fits = false;
	enum err err = OK;

	if (c->box->unit_id)
		err = unit_fits(c->db, c->a, c->box->unit_id, &fits);
	if (!err)
		*ret_unit_id = fits ? c->box->unit_id : 0;
	return err;
}

/* Cut to what a matter holds: a mail is refused for nothing. */
static struct give give_of(struct coming *c, const struct origin *o)
{
	enum lang lang = language_of(
		c->a, arena_printf(c->a, "%s %s", o->subject, o->text),
		tenant_lang());
	const char *title = title_of(c->a, o->subject);
	const char *text = long_enough(
		c->a,
		str_empty(o->text) ? mail_in_text(c, TEXT_MAX - 200, lang)
				   : limited(c, o->text, TEXT_MAX - 200),
		title, lang);

	return (struct give){
		.kind = "feedback",
		.type = "",
		.topic_code = "",
		.title = title,
		.text = text,
		.place = "",
		.nickname = "",
		.party = {utf8_clip(c->a, o->name, NAME_MAX - 1),
			  mail_address_ok(o->mail) ? o->mail : "", ""},
		.lang = lang,
		.channel = "mail",
		.entered_by = o->entered_by,
		.uploads = c->uploads,
		.upload_count = c->upload_count,
		.received_at = arrived(c),
	};
}

static struct give give_of_unopened(struct coming *c)
{
	return (struct give){
		.kind = "feedback",
		.type = "",
		.topic_code = "",
		.title = word(tenant_lang(), W_mail_in_unopened_title),
		.text = word(tenant_lang(), W_mail_in_unopened),
		.place = "",
		.nickname = "",
		.party = {"", "", ""},
		.lang = tenant_lang(),
		.channel = "mail",
		.uploads = c->uploads,
		.upload_count = c->upload_count,
		.received_at = arrived(c),
	};
}

enum err mail_in_give(struct coming *c)
{
	struct origin o;
	struct matter m;
	struct give g;
	enum err err = OK;

	if (c->came->opened)
		err = find_origin(c, &o);
	if (err)
		return err;
	g = c->came->opened ? give_of(c, &o) : give_of_unopened(c);
	err = unit_of(c, &g.unit_id);
	if (!err)
		err = matter_give(c->db, c->a, &g, &m);
	if (err)
		return err;
	c->row.fate = "opened";
	c->row.matter_id = m.id;
	return OK;
}
